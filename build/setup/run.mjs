import { spawnSync } from 'node:child_process'

/** A step failed. The message says what failed and what to do; `main` prints it without a stack. */
export class SetupError extends Error {}

/** Prints progress to stderr, because some commands print JSON to stdout. */
export const say = (line) => process.stderr.write(`${line}\n`)

/**
 * Runs a program and returns its stdout. Throws SetupError with its output if it fails.
 * @param {string} advice what the user can do about a failure, as a sentence
 */
export function run(program, args, { advice, ...options }) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  })
  if (status === 0) return stdout
  const output = error ? error.message : withoutMiddle(`${stdout}\n${stderr}`.trim())
  throw new SetupError(`${program} ${args[0] ?? ''} failed. ${advice}\n${output}`)
}

/** Keeps both ends of a long output: compilers print the cause first, package managers last. */
export function withoutMiddle(text, kept = 12) {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length <= 2 * kept) return lines.join('\n')
  return [...lines.slice(0, kept), `… ${lines.length - 2 * kept} lines …`, ...lines.slice(-kept)].join('\n')
}

/** Whether a program exists and exits with 0. */
export const has = (program, args = ['--version']) => spawnSync(program, args, { stdio: 'ignore' }).status === 0
