import { runHeavyTests } from './run-tests.mjs'

/** Compiles each known mistake into the engine, whatever was caught before: the tests of its answers must notice every one. */
export const mutants = () => runHeavyTests('heavy-mutants', ['native/test/mutants.test.ts'])
