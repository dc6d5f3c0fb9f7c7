const minMs = 6_000
const msPerCharacter = 100

/** How long a message stays: time to look there and read it, twice as long as most people need. */
export const readingTimeMs = (message: string): number => Math.max(minMs, message.length * msPerCharacter)
