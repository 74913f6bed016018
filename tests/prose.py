"""Prose of our own that several tests print on their pages."""

BRIDGE = (
    "The council met on Monday to decide about the bridge over the river, which is a hundred years old.",
    "It did not agree on the money, which the state had promised two years ago and then forgot.",
    "Residents say that nobody had told them of the works before the road was closed to all but buses.",
    "The mayor wants to speak to them next week, and to show them the plans that were drawn in spring.",
    "Until then, everybody takes the longer way over the old bridge in the north, or walks.",
)
