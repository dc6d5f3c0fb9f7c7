/** Which npm packages are in the bundles. */

/** The list that the bundler leaves beside the bundles: folders below the repository. */
export const packagesName = 'packages.json'

/** The folder of the package that a module belongs to, below the repository; undefined for a module of our own. */
export const packageOf = (moduleId) =>
  /(?<=\/)(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/(?!node_modules\/))/.exec(
    moduleId,
  )?.[0]
