"""Reading: from what somebody sent to the files in it, safely, and the words in which readers say what is there."""
