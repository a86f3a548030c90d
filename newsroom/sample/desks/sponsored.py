"""Paid content: written for companies, labelled as such."""

from typing import Final

from newsroom.sample.desks.notation import desk

SPONSORED: Final = desk(
    "business",
    0.008,
    """
# partner content; value=0; life=long
- How {company} is getting ready for a lower-carbon decade
- {few} questions to ask before you choose {product}
- Meet the {staff} behind {company}
- {product}, made simple
- Careers at {company}: why {hundreds} people joined us last year
- A better winter with {product}: ideas from {company}
- From {seat} to {country}: the {company} story in pictures
> {company} introduces its {product} and the people in {seat} who make them.
> Presented by {company}: what to look for in {product}, with a checklist to take home.
""",
)
