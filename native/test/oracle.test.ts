import { expect, test } from 'vitest'
import { Oracle } from './oracle/oracle.js'
import { tinyModel } from './tiny-model.js'

test('closing the oracle does not wait for an answer', async () => {
  const oracle = await Oracle.start()
  const asked = oracle.logits({ model: tinyModel, dtype: 'float32', prompt: [1, 2], chunk: 64, continuation: [] })
  const refused = expect(asked).rejects.toThrow('The oracle exited')
  await oracle.close()
  await refused
}, 600_000)
