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
  const words = error ? error.message : `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n')
  throw new SetupError(`${program} ${args[0] ?? ''} failed. ${advice}\n${words}`)
}

/** Whether a program can be started at all. */
export const has = (program, args = ['--version']) => spawnSync(program, args, { stdio: 'ignore' }).status === 0
