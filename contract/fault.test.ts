import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from './errors.js'
import { describeFault, faultAsText, readFault } from './fault.js'

const bundle = '/Applications/Parley.app/Contents/Resources/app.asar/out/app'

test('an error is described by its class, its code and its places in our files, with its causes', () => {
  const cause = Object.assign(new Error('open /Users/ada/Documents/Will.pdf'), { code: 'ENOENT', stack: undefined })
  const error = new AppError('disk-full', 'No room for Will.pdf', { cause })
  error.stack = `AppError: No room for Will.pdf
    at save (${bundle}/main/index.cjs:12:40)
    at async Object.run (node:internal/process/task_queues:95:5)
    at parley://app/assets/settings-B1x.js:1:2
    at /Users/ada/secret/thing.js:3:4`
  expect(faultAsText(describeFault(error))).toBe(
    'AppError disk-full main/index.cjs:12:40 internal/process/task_queues:95:5 assets/settings-B1x.js:1:2 ← Error ENOENT',
  )
})

test('a result of SQLite is its code', () => {
  expect(describeFault(Object.assign(new Error('no such column: harbour'), { errcode: 11 })).code).toBe('SQLite 11')
})

/** Words that could be of a conversation, in all that a thrown thing can carry. */
const secret = fc.stringMatching(/^[a-z]{14,20}$/)

test('no text of a message, a name, a code or a stack gets into the description', () => {
  fc.assert(
    fc.property(secret, fc.boolean(), (word, isLine) => {
      const message = isLine ? `${word}\n    at parley://app/${word}.js:1:2` : `Unexpected token in "${word}"`
      const error = new Error(message, { cause: new TypeError(`“${word}” is not a function`, { cause: word }) })
      const named = Object.assign(new Error(message), { name: word, code: word, [word]: word })
      const odd = Object.assign(new Error(''), { name: `${word}Error`, code: { word } })
      odd.stack = `${word}: ${word}\n    at ${word} (/home/${word}/${word}.ts:1:2)\n${word}:1:2`
      for (const each of [error, named, odd, word, { message: word }, [word], null, undefined]) {
        const described = describeFault(each)
        expect(JSON.stringify(described)).not.toContain(word)
        expect(readFault(JSON.parse(JSON.stringify(described)))).toEqual(described)
      }
    }),
  )
})

test('what another process sends is taken only in the form of a fault', () => {
  const good = describeFault(new RangeError('x', { cause: new Error('y') }))
  expect(readFault(good)).toEqual(good)
  fc.assert(
    fc.property(secret, (word) => {
      for (const bad of [word, { ...good, name: word }, { ...good, code: word }, { ...good, places: [word] }, [word]])
        expect(readFault(bad)).toBeUndefined()
      expect(readFault({ ...good, cause: { ...good, name: word } })).toBeUndefined()
      expect(JSON.stringify(readFault({ ...good, note: word }))).not.toContain(word)
    }),
  )
})
