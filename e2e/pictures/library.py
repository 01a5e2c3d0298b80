"""Exercises of the center in the pictures, beside the demo's."""

LIBRARY = (
    {
        "title": "Angles in a triangle",
        "course": "Mathematics",
        "lesson": "Angles and sides",
        "content": r"""The angles of a triangle make $180°$ together.

```number
Two angles have $70°$ and $60°$. How many degrees has the third?
= 50
```

```number
How many degrees has each angle of a triangle with three equal sides?
= 60
```

```drawing
Draw a triangle with a right angle on your board.
```

```short-text
What is a triangle with two equal sides called?
= isosceles
```
""",
    },
    {
        "title": "Yesterday",
        "course": "English",
        "lesson": "The past tense",
        "content": """What happened yesterday is told in the past tense.

```short-text
I go, yesterday I …
= went
```

```short-text
I see, yesterday I …
= saw
```

```short-text
I eat, yesterday I …
= ate
```
""",
    },
    {
        "title": "Decimals and percent",
        "course": "Mathematics",
        "lesson": "Three ways to write it",
        "content": "```number\nWrite $\\frac{1}{4}$ as a decimal.\n= 0.25\n```\n",
    },
    {
        "title": "A letter to a friend",
        "course": "English",
        "lesson": "Writing to somebody",
        "content": "```long-text\nTell a friend about your weekend.\n```\n",
    },
)
