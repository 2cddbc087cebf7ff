"""LinkedIn: what its exports hold, from 2018 on."""
