import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, ReadError } from './decode.js'

const sentence = 'Der Bürgermeister sagte: „Über 40 Gäste kamen am 3. Mai.“ Façade, naïve, 10 €.\n'

const utf16 = (text: string, isBig: boolean, hasMark: boolean) => {
  const units = [...(hasMark ? '\ufeff' : ''), ...text].join('')
  const bytes = new Uint8Array(units.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < units.length; index++) view.setUint16(index * 2, units.charCodeAt(index), !isBig)
  return bytes
}
const windows1252 = (text: string) => {
  const special: Readonly<Record<string, number>> = { '„': 0x84, '“': 0x93, '€': 0x80, '’': 0x92 }
  return Uint8Array.from([...text], (character) => special[character] ?? character.charCodeAt(0))
}
const utf8 = (text: string) => new TextEncoder().encode(text)
const failure = (bytes: Uint8Array) => {
  try {
    return decode(bytes).encoding
  } catch (error) {
    return error instanceof ReadError ? error.code : error
  }
}

test.each([
  ['UTF-8', utf8(sentence), 'utf-8'],
  ['UTF-8 with a hasMark', utf8(`\ufeff${sentence}`), 'utf-8'],
  ['UTF-16 LE with a hasMark', utf16(sentence, false, true), 'utf-16le'],
  ['UTF-16 BE with a hasMark', utf16(sentence, true, true), 'utf-16be'],
  ['UTF-16 LE without', utf16(sentence, false, false), 'utf-16le'],
  ['UTF-16 BE without', utf16(sentence, true, false), 'utf-16be'],
  ['Windows-1252', windows1252(sentence), 'windows-1252'],
])('%s is decoded without a byte order hasMark and without a wrong letter', (_, bytes, encoding) => {
  expect(decode(bytes)).toEqual({ text: sentence, encoding })
})

test('Russian in UTF-16 without a hasMark is detected by its spaces', () => {
  const text = 'Мост у вокзала закрыт до июня. Автобус ходит каждые десять минут.\n'
  expect(decode(utf16(text, false, false)).text).toBe(text)
})

test.each([
  'Το νέο αναγνωστήριο έχει είκοσι τέσσερις θέσεις.\n',
  'לאולם הקריאה החדש יש עשרים וארבעה מקומות ישיבה.\n',
  'في قاعة القراءة الجديدة أربعة وعشرون مقعدا.\n',
  'नए वाचनालय में चौबीस सीटें हैं और वह शांत है।\n',
  'Phòng đọc mới có hai mươi bốn chỗ ngồi.\n',
  'ห้องอ่านหนังสือใหม่ มี ที่นั่ง ยี่สิบสี่ ที่\n',
  '新しい閲覧室には 24 席 あります。\n会議室 A と B\n',
])('%j in UTF-16 without a mark is detected', (text) => {
  for (const isBig of [false, true]) expect(decode(utf16(text.repeat(3), isBig, false)).text).toBe(text.repeat(3))
})

test('records of a text that end with NUL are not UTF-16, whatever their length', () => {
  const letters = fc.stringMatching(/^[a-zäö0-9 ,.-]{2,12}$/)
  fc.assert(
    fc.property(letters, fc.integer({ min: 3, max: 50 }), (record, count) => {
      expect(failure(utf8(`${record}\0`.repeat(count)))).toBe('document-unreadable')
    }),
  )
})

test('one broken byte does not turn every accented letter of a UTF-8 text into two wrong ones', () => {
  const bytes = Uint8Array.from([...utf8(sentence.repeat(3)), 0xff])
  expect(decode(bytes)).toEqual({ text: `${sentence.repeat(3)}\ufffd`, encoding: 'utf-8' })
})

test.each([
  ['nothing', [], 'document-empty'],
  ['a PNG with a .txt name', [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3], 'document-unreadable'],
  ['a PDF', [...utf8('%PDF-1.7\nplain so far')], 'document-unreadable'],
  ['a zip', [0x50, 0x4b, 3, 4, 65, 65, 65, 65], 'document-unreadable'],
  ['zero bytes in a text', [...utf8('Hello'), 0, ...utf8('there, this goes on')], 'document-unreadable'],
  [
    'random bytes',
    Array.from({ length: 5_000 }, (_, index) => (index * index * 31 + 7) % 251 || 1),
    'document-unreadable',
  ],
])('%s is not text', (_, bytes, code) => {
  expect(failure(Uint8Array.from(bytes))).toBe(code)
})

test.each([
  ['a text that starts with PK', 'PK is how we call him.'],
  ['a log with colours', '\u001b[31merror\u001b[0m something failed\n'.repeat(20)],
  ['one stray control character', 'A line with a bell\u0007 in it.'],
  ['a single letter', 'a'],
])('%s is still text', (_, text) => {
  expect(decode(utf8(text)).text).toBe(text)
})
