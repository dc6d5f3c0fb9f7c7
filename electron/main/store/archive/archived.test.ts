import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { archiveFile } from './archived.js'

/** After a change of the format: PARLEY_RECORD=1 npx vitest run electron/main/store/archive */
test('the JSON Schema that is documented is that of the code', () => {
  const file = join(import.meta.dirname, '../../../../docs/parley-format.schema.json')
  const schema = z.toJSONSchema(archiveFile, { io: 'input' })
  if (process.env.PARLEY_RECORD) writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)))
})
