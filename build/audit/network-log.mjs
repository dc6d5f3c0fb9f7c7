/** The addresses that Chromium's own log of its network service names, without those of the app's own scheme. */
export const requestsOf = (netLog) =>
  [...new Set([...netLog.matchAll(/"(?:url|host)":"([^"]*)"/g)].map(([, address]) => address))].filter(
    (address) => !address.startsWith('parley:'),
  )
