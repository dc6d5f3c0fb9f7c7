/** `npm run -s small-model`: fetches and converts a small real model for tests; prints {"folder": …}. */
import { main } from './setup/set-up.mjs'
import { fetchSmallModel } from './small-model/fetch.mjs'

await main(async () => {
  const folder = await fetchSmallModel()
  console.log(JSON.stringify({ folder }))
})
