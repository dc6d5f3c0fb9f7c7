/** The virtual displays of this run, one for each worker (`build/testing/run-app-tests.mjs`); none if a real one is used. */
export const displays = (process.env.PARLEY_TEST_DISPLAYS ?? '').split(',').filter((name) => name !== '')
