/** Returns a function that returns numbers in [0, below): the same numbers for the same seed. */
export function randomFrom(seed: number): (below: number) => number
