"""What all tests share: Hypothesis without deadlines (machines differ, and no test measures time).

What is built is judged by the same examples each time (`CI`). Whoever changes the domain searches further:
`pytest tests/domain tests/contracts --hypothesis-profile=search`.
"""

import os

from hypothesis import settings

settings.register_profile("deskside", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.register_profile("search", deadline=None, max_examples=3000, print_blob=True)
settings.load_profile("deskside")
