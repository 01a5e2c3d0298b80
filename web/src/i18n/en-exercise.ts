/** English: an exercise, as its student and its tutor see it. */
export const enExercise = {
  "exercise.item": "Question {n}",
  "exercise.right": "Right!",
  "exercise.wrong": "Not yet. Try again.",
  "exercise.not_a_number": "This cannot be read as a number. Write only a number, like 2.5 or −3 or 5/6.",
  "exercise.saved": "Saved",
  "exercise.saving": "Saving…",
  "exercise.waiting": "Kept here; it is sent as soon as you are connected.",
  "exercise.check": "Check",
  "exercise.choose_single": "Choose one",
  "exercise.choose_several": "Choose all that fit",
  "exercise.number": "Your answer: a number, such as 2.5 or 5/6",
  "exercise.text": "Your answer",
  "exercise.long_text": "Your text",
  "exercise.drawn": "It is on my board",
  "exercise.hint": "Hint from your tutor",
} as const;
