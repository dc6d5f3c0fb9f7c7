import { dirname } from 'node:path'
import { rankFile } from '../../../../build/setup/rank-file.mjs'
import { PythonOracle } from '../../testing/python-oracle.js'
import type { ReadMessage } from '../read-stream.js'

type Request =
  | { readonly render: string }
  | { readonly parse: readonly number[] }
  | { readonly encode: string; readonly folder?: string }

export interface OracleAnswer {
  readonly tokens?: readonly number[]
  readonly messages?: readonly ReadMessage[]
  readonly error?: string
}

export type Oracle = PythonOracle<Request, OracleAnswer>

/** Opens OpenAI's own library in a Python process, as the reference for tests. */
export const openOracle = (): Promise<Oracle> =>
  PythonOracle.open(new URL('./oracle.py', import.meta.url), { TIKTOKEN_ENCODINGS_BASE: dirname(rankFile) })
