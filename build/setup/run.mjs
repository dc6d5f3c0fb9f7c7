import { spawnSync } from 'node:child_process'

/** A step that can't go on: one sentence that says what failed and what to do. */
export class SetupError extends Error {}

/** Progress goes to stderr, so that commands with JSON on stdout can set up as well. */
export const say = (line) => process.stderr.write(`${line}\n`)

/**
 * Runs a program to its end and answers its output. Its own words are shown only when it fails.
 * @param {string} advice what to do about it, as a sentence
 */
export function run(program, args, { advice, ...options }) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  })
  if (status === 0) return stdout
  const words = error ? error.message : middleLeftOut(`${stdout}\n${stderr}`.trim())
  throw new SetupError(`${program} ${args[0] ?? ''} failed. ${advice}\n${words}`)
}

/** Compilers say what is wrong first, package managers last. */
export function middleLeftOut(text, kept = 12) {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length <= 2 * kept) return lines.join('\n')
  return [...lines.slice(0, kept), `… ${lines.length - 2 * kept} lines …`, ...lines.slice(-kept)].join('\n')
}

/** Whether a program can be started at all. */
export const has = (program, args = ['--version']) => spawnSync(program, args, { stdio: 'ignore' }).status === 0
