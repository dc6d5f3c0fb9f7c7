import type { Message } from '../../contract/chat.js'
import { now, question, reply } from './samples.js'

const minute = 60_000
const day = 24 * 60 * minute

const long = `Please make this into a letter. It is what I wrote down on the train, so it is not in order.

The heating in the stairwell has been broken since Monday. On Tuesday the caretaker looked at it and said that a part is missing, and that he has ordered it. Nobody knows when it comes. On Wednesday Ms Berg on the second floor telephoned the office, and they said that they know nothing of it.

1. The lease says that the landlord keeps the heating in order.
2. It also says that he has two weeks, unless it is winter.
3. It is winter.

We have a child of three months in the house, and two people who are over eighty. I have measured 11 degrees in the stairwell in the morning, and 14 at noon. In the flat it is 17 when the oven is on.

In 2024 it was the same, and then we paid less rent for a month. I have the letter of that time, and the answer. The answer was friendly. The one who wrote it has left since.

What I want: that it is repaired this week, that they say when, and that the rent is reduced from Monday on. I do not want to threaten anybody. But it should be clear that I know what the law says.`

const answer = `Use \`Decimal\`, and never \`float\`: a sum of floats is off by some cents after a few thousand rows, because \`0.1 + 0.2\` is not \`0.3\`. That is no fault of Python, and every language that counts in binary has it[^1].

### What changes

1. Read the column as text, with \`dtype=str\`.
2. Turn each value into a \`Decimal\`:

   \`\`\`python
   amounts = frame["amount"].str.replace(",", "").map(Decimal)
   \`\`\`

3. Round once, at the end:
   - to two places for euros,
   - to none for yen.

- [x] Reads the file
- [x] Adds it up
- [ ] Writes a report

\`\`\`
row 1,204: "12.50.3" is no number, and it was skipped; it stands in the file of the second quarter, page 14
\`\`\`

| Quarter | Rows | Sum with \`float\` | Sum with \`Decimal\` | Difference | What was wrong | Who looked at it |
| --- | ---: | ---: | ---: | ---: | --- | --- |
| First | 12,004 | 1,204,118.0600000001 | 1,204,118.06 | 0.0000000001 | Nothing that matters | Ada |
| Second | 11,870 | 1,198,004.9399999998 | 1,198,004.94 | 0.0000000002 | One row is no number | Ada and Bo |

The error grows like $\\varepsilon \\sqrt{n}$ for $n$ rows, so that

$$
|S - \\hat S| \\le (n - 1)\\,\\varepsilon \\sum_{i=1}^{n} |x_i|
$$

> Money is counted, and not measured.

H<sub>2</sub>O, x<sup>2</sup>, <kbd>⌘</kbd><kbd>K</kbd>, ~~gone~~, and [the documentation](https://docs.python.org/3/library/decimal.html).

[^1]: See the appendix of the language's own tutorial.`

const at = (message: Message, createdAt: number): Message => ({ ...message, createdAt })

/** Every kind of block, in messages of three days. */
export const readingMessages: readonly Message[] = [
  at(question('c12', 'Hello'), now - 3 * day),
  at(reply('c12', { text: 'Hello. What are you working on?' }), now - 3 * day),
  at(question('c12', long), now - day - 40 * minute),
  at(
    reply('c12', {
      text: 'Dear Sir or Madam,\n\nthe heating in the stairwell has been broken since Monday …',
      reasoning: 'A letter. It should be friendly and firm. I name the lease first.',
      reasoningMs: 12_300,
    }),
    now - day - 39 * minute,
  ),
  at(
    question(
      'c12',
      'My totals are **off by a cent**. The code is\n\n```python\ntotal = sum(frame["amount"])\n```\n\nand the file is `accounts_2026.csv`. See https://docs.python.org.',
    ),
    now - 12 * minute,
  ),
  at(reply('c12', { text: answer, reasoning: 'Floats.', reasoningMs: 900 }), now - 11 * minute),
]
