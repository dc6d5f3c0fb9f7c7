import fc from 'fast-check'

/** Texts that some encoder, pattern or format treats specially. */
const peculiar = [
  '<|start|>',
  '<|end|>',
  '<|message|>',
  '<|constrain|>json',
  '<|',
  'null',
  "it's WE'RE i'Ll",
  '\u2019\u017f \u017fs',
  ' ',
  '   ',
  '\t\t',
  '\n\n\n',
  '\r\n',
  '\r',
  '\u0085',
  '\ufeff',
  '\u00a0\u2003\u3000',
  '\u2028\u2029',
  '\u0000\u001b',
  '"',
  '\\',
  '// ',
  '*/',
  '1234567',
  '٣٤٥',
  'Ⅷ½²',
  'e\u0301\u0323',
  'Straße ǅ ʰ',
  '你好，世界。',
  'こんにちは',
  '한국어',
  'مرحبا بكم',
  'हिन्दी',
  'ไทย',
  '👩‍👩‍👧‍👦👍🏽🇳🇴',
  '𝔘𝔫𝔦',
  'function f(x) {\n    return x?.y ?? 0\n}\n',
  'a'.repeat(70),
  '='.repeat(33),
  'camelCaseHTTPServer_name',
]

/** Text without lone surrogates. */
export const someText = fc
  .array(
    fc.oneof(fc.constantFrom(...peculiar), fc.lorem({ maxCount: 3 }), fc.string({ unit: 'grapheme', maxLength: 4 })),
    {
      maxLength: 8,
    },
  )
  .map((parts) => Buffer.from(parts.join('')).toString())
