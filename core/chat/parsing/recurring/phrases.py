"""Phrases that say how often, taken apart: "every other Friday", "the 1st and 15th of each month"."""

from collections.abc import Callable, Sequence

from core.chat.parsing.recurring.adverbs import is_said_of_all
from core.chat.parsing.recurring.rules import WORKDAYS, Phrase
from core.chat.parsing.recurring.words import Token, Word
from core.facts.recurrence import Weekday


def phrases_of(text: str, original: str, tokens: Sequence[Token]) -> list[Phrase]:
    """The phrases of a text that name days or how often; `original` is the text before parts of it were blanked."""
    return _Phrases(text, original, tokens).read()


class _Phrases:
    """Goes from word to word. A word that means nothing here ends a phrase."""

    def __init__(self, text: str, original: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.original = original
        self.tokens = tokens
        self.at = 0
        self.phrase = Phrase()
        self.done: list[Phrase] = []

    def read(self) -> list[Phrase]:
        while self.at < len(self.tokens):
            before = self.at
            if not self._piece():
                self._close()
                self.at = before + 1
            elif self.tokens[before].word not in _FILLERS:
                self._extend(before)
        self._close()
        return self.done

    def _close(self) -> None:
        if self.phrase.start >= 0:
            self.done.append(self.phrase)
        self.phrase = Phrase()

    def _extend(self, first: int) -> None:
        """Note where the piece stands that has just been read, with the "on the" before it."""
        phrase, start = self.phrase, first
        while start and self._says(start - 1, "on", "the") and self._is_beside(start - 1):
            start -= 1
        if phrase.start < 0:
            phrase.start = self.tokens[start].start
            phrase.on = self._says(start, "on")
        phrase.end = self.tokens[self.at - 1].end

    def _piece(self) -> bool:
        """Read the next piece; False where it is none."""
        token = self.tokens[self.at]
        match token.word:
            case Word.EVERY:
                return self._every()
            case Word.ADVERB:
                return self._adverb(token)
            case Word.SEVERAL:
                self.phrase.several, self.phrase.again = (token.values[0], token.unit), True
            case Word.ORDINAL:
                return self._ordinals(every=False)
            case Word.WEEKDAY | Word.GROUP:
                if self.at and self.tokens[self.at - 1].word is Word.NUMBER:
                    return False  # "3 business days"
                self._weekdays((0,))
                return True
            case Word.UNIT:
                return self._unit(token)
            case Word.MONTH | Word.NUMBER:
                return self._date()
            case Word.DATE:
                return self._named_date(token)
            case Word.EDGE:
                return self._edge(token)
            case Word.PART:
                if not (self.phrase.weekdays or self.phrase.again):
                    return False
                self.phrase.again |= token.plural and bool(self.phrase.weekdays)  # "Tuesday mornings"
                self.phrase.parts.append(token.start)
            case Word.OR | Word.INSTANCE:
                if self.phrase.start < 0:
                    return False
                self.phrase.is_unclear = True
            case _:
                if token.word not in _FILLERS:
                    return False
        self.at += 1
        return True

    def _every(self) -> bool:
        """ "every 3 weeks", "every other Friday", "every July 4th", "every morning"; not "every person"."""
        self.at += 1
        token = self._token()
        n: int | None = 1
        if token.word is Word.ORDINAL:
            return self._ordinals(every=True)
        if token.word in (Word.OTHER, Word.NUMBER):
            n = 2 if token.word is Word.OTHER else token.values[0] if token.values else None
            if self._is_before_month():
                return self._yearly(self._date)
            self.at += 1
            token = self._token()
        phrase = self.phrase
        if token.word is Word.UNIT:
            phrase.units.append((token.unit, (n or 1) * token.values[0]))
            self.at += 1
        elif token.word is Word.PART:
            phrase.units.append(("day", n or 1))
            phrase.parts.append(token.start)
            self.at += 1
        elif token.word in (Word.WEEKDAY, Word.GROUP):
            phrase.weeks = n or 1
            phrase.is_every = True
            self._weekdays((0,))
        elif n == 1 and token.word is Word.MONTH:
            return self._yearly(self._date)
        elif n == 1 and token.word is Word.DATE:
            return self._yearly(lambda: self._named_date(token))
        elif n == 1 and token.word is Word.EDGE:
            phrase.again = phrase.is_every = True
            return self._edge(token)
        else:
            return False
        phrase.again = True
        phrase.is_unclear |= not n
        return True

    def _yearly(self, read: Callable[[], bool]) -> bool:
        self.phrase.again = self.phrase.is_every = True
        return read()

    def _adverb(self, token: Token) -> bool:
        """ "weekly", said of what is to be done; not "the weekly report", and no "Weekly" in a name."""
        if not is_said_of_all(self.text, self.original, self.tokens, self.at):
            return False
        self.phrase.again = True
        if token.values:
            self.phrase.units.append((token.unit, token.values[0]))
        else:
            self.phrase.either = token.unit
        self.at += 1
        return True

    def _ordinals(self, *, every: bool) -> bool:
        """ "first and third Friday", "4th and 10th of", "last workday", "every 3rd week"."""
        numbers, spelled = self._numbers()
        token = self._token()
        phrase = self.phrase
        if token.word is Word.UNIT and token.unit == "day":
            self.at += 1
            if every and len(numbers) == 1 and numbers[0] > 0 and not self._is_within():
                phrase.units.append(("day", numbers[0]))
            else:
                phrase.month_days += numbers
                phrase.counts_days = True
        elif token.word is Word.UNIT:
            if not every or len(numbers) > 1 or numbers[0] < 0:
                return self._give_up()
            self.at += 1
            phrase.units.append((token.unit, numbers[0] * token.values[0]))
        elif token.word is Word.WEEKDAY:
            self._weekdays(tuple(numbers))
            counted = every and len(numbers) == 1 and numbers[0] > 1 and not self._is_within()
            if counted:  # "every second Friday" is every other one; the third may also be that of the month
                phrase.weeks = numbers[0]
                if numbers[0] == 2:
                    phrase.weekdays = [Weekday(day=each.day) for each in phrase.weekdays]
        elif token.word is Word.GROUP:
            if len(numbers) > 1 or token.values != WORKDAYS or phrase.weekdays:
                if not (every and numbers == [2] and not phrase.weekdays):
                    return self._give_up()
                phrase.weeks = 2  # "every second weekend"
            else:
                phrase.position = numbers[0]
            self._weekdays((0,))
        elif token.word is Word.MONTH or (token.word is Word.OF and self._token(self.at + 1).word is Word.MONTH):
            self.at += token.word is Word.OF
            phrase.month_days += numbers
            return self._months(every)
        elif token.word is Word.INSTANCE:
            return self._give_up()
        elif spelled and token.word is not Word.OF:
            return False  # "first thing", "last chance"
        else:
            phrase.month_days += numbers
        phrase.marks.append(self.tokens[self.at - 1].start)
        phrase.again |= every
        phrase.is_every |= every
        return True

    def _numbers(self) -> tuple[list[int], bool]:
        """The ordinals from here on, and whether the last of them is spelled in letters."""
        numbers = [self._token().values[0]]
        self.at += 1
        ahead = self.at
        while self._token(ahead).word in (Word.AND, Word.THE, Word.ORDINAL):
            if self._token(ahead).word is Word.ORDINAL:
                numbers.append(self._token(ahead).values[0])
                self.at = ahead + 1
            ahead += 1
        last = self.tokens[self.at - 1]
        return numbers, not self.text[last.start].isdecimal()

    def _give_up(self) -> bool:
        """Something is said that cannot be told: it is to be asked about, if the rest says that it comes again."""
        self.phrase.is_unclear = True
        self.at += 1
        return True

    def _weekdays(self, nths: tuple[int, ...]) -> None:
        """A list of weekdays, each of them the nth: "Mon-Wed, Fri"; plural ones come again by themselves."""
        phrase = self.phrase
        days: list[int] = []
        ranged = False
        while True:
            token = self._token()
            phrase.marks.append(token.start)
            if ranged and token.word is Word.WEEKDAY:
                first, last = days[-1], token.values[0]
                days += [(first + i) % 7 for i in range(1, (last - first) % 7 + 1)]
            else:
                days += token.values
            phrase.again |= token.plural
            phrase.is_unclear |= token.word is Word.GROUP and nths != (0,)
            self.at += 1
            between, following = self._token().word, self._token(self.at + 1).word
            if between is Word.AND and following is Word.AND:  # ", and"
                self.at += 1
                following = self._token(self.at + 1).word
            if between not in (Word.AND, Word.TO) or following not in (Word.WEEKDAY, Word.GROUP):
                break
            ranged = between is Word.TO
            phrase.is_range |= ranged
            self.at += 1
        for nth in nths:
            for day in days:
                if Weekday(day=day, nth=nth) not in phrase.weekdays:
                    phrase.weekdays.append(Weekday(day=day, nth=nth))

    def _unit(self, token: Token) -> bool:
        """ "of the month", "on day 20 and 30"."""
        if token.unit == "day" and self._token(self.at + 1).word is Word.NUMBER:
            self.at += 1
            self.phrase.marks.append(token.start)
            self.phrase.counts_days = True
            self._days_of_month()
            return True
        if self._is_the(self.at):
            self.phrase.within = "quarter" if token.values == (3,) else token.unit
            self.at += 1
            return True
        return False

    def _days_of_month(self) -> None:
        while self._token().word in (Word.NUMBER, Word.ORDINAL, Word.AND, Word.THE):
            if self._token().word in (Word.NUMBER, Word.ORDINAL):
                if self._token().word is Word.NUMBER and not 1 <= next(iter(self._token().values), 0) <= _LONGEST:
                    break
                self.phrase.month_days += self._token().values
            elif self._token(self.at + 1).word not in (Word.NUMBER, Word.ORDINAL, Word.THE):
                break
            self.at += 1

    def _date(self) -> bool:
        """ "December 25th", "aug 20 and 30", "aug on day 20", "20 August", "July and August"."""
        if self._token().word is Word.NUMBER:
            number = next(iter(self._token().values), 0)
            if not self._is_before_month() or not 1 <= number <= _LONGEST:
                return False
            self.phrase.month_days.append(number)
            self.at += 1
            self.at += self._token().word is Word.OF
            return self._months(self.phrase.is_every)
        self.phrase.marks.append(self._token().start)
        self.phrase.months += self._token().values
        self.at += 1
        if self._token().word in (Word.NUMBER, Word.ORDINAL) or (
            self._token().word is Word.THE and self._token(self.at + 1).word is Word.ORDINAL
        ):
            self._days_of_month()
            return True
        while self._token().word is Word.AND and self._token(self.at + 1).word is Word.MONTH:
            self.phrase.months += self._token(self.at + 1).values
            self.at += 2
        return True

    def _months(self, every: bool) -> bool:
        self.phrase.marks.append(self._token().start)
        while self._token().word is Word.MONTH:
            self.phrase.months += self._token().values
            self.at += 1
            if self._token().word is Word.AND and self._token(self.at + 1).word is Word.MONTH:
                self.at += 1
        self.phrase.again |= every
        self.phrase.is_every |= every
        return True

    def _named_date(self, token: Token) -> bool:
        self.phrase.marks.append(token.start)
        if token.values:
            self.phrase.months.append(token.values[0])
            self.phrase.month_days.append(token.values[1])
        else:
            self.phrase.is_unclear = True
        self.at += 1
        return True

    def _edge(self, token: Token) -> bool:
        """ "the end of each month", "at the beginning"; only where a phrase goes on with it or has begun."""
        following = self._token(self.at + 1)
        if following.word is not Word.OF and not self.phrase.again:
            return False
        self.phrase.marks.append(token.start)
        self.phrase.month_days += token.values
        self.phrase.is_edge = True
        self.at += 1
        return True

    def _is_within(self) -> bool:
        """Whether "of the month", "in November" or "of every other month" comes here."""
        ahead = self.at
        if self._token(ahead).word not in (Word.OF, Word.IN):
            return False
        ahead += 1
        return self._is_the(ahead + 1) or self._token(ahead).word in (Word.EVERY, Word.MONTH)

    def _is_the(self, at: int) -> bool:
        """Whether the unit here is that of "the month" or "a year"."""
        return (
            at > 0
            and self._token(at).word is Word.UNIT
            and self._token(at).unit in ("week", "month", "year")
            and self._says(at - 1, "the", "a", "any")
        )

    def _is_before_month(self) -> bool:
        """Whether the number here is that of a day: "24 December", "24 of December"."""
        following = self._token(self.at + 1)
        if following.word is Word.OF:
            following = self._token(self.at + 2)
        return following.word is Word.MONTH

    def _says(self, at: int, *words: str) -> bool:
        token = self.tokens[at]
        return self.text[token.start : token.end].casefold() in words

    def _is_beside(self, at: int) -> bool:
        """Whether nothing was blanked between this word and the next."""
        return 0 <= at < len(self.tokens) - 1 and not (
            self.original[self.tokens[at].end : self.tokens[at + 1].start].strip()
        )

    def _token(self, at: int | None = None) -> Token:
        at = self.at if at is None else at
        return self.tokens[at] if at < len(self.tokens) else _END


_LONGEST = 31  # days of a month
_END = Token(Word.ON, -1, -1)
_FILLERS = frozenset({Word.AND, Word.OF, Word.IN, Word.ON, Word.THE, Word.TO})
