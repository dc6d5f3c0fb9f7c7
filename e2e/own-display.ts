import { displays } from './displays.mjs'

/** Vitest numbers its workers from 1. */
const own = displays[Number(process.env.VITEST_POOL_ID) - 1]
if (own !== undefined) process.env.DISPLAY = own
