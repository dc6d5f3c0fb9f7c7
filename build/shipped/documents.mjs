/** The two files about what others made that lie in each package: one for people, one for programs. */

/**
 * Third-party notices: the licence of every component, in plain text.
 * @param {readonly import('./components.mjs').Component[]} components
 */
export function noticesOf(components) {
  const entries = components.map(
    ({ name, version, licence, url, text }) => `${name} ${version}\n${licence}\n${url}\n\n${text.trim()}`,
  )
  const line = `\n\n${'-'.repeat(80)}\n\n`
  return `Parley contains the work of others, under these licences.\nA model that you add has a licence of its own, which its folder or its page names.${line}${entries.join(line)}\n`
}

/**
 * A bill of materials as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). It has no time and no random number, so that
 * the same sources give the same file.
 * @param {{ version: string, license: string }} app
 * @param {readonly import('./components.mjs').Component[]} components
 */
export function billOfMaterials({ version, license }, components) {
  const parley = {
    type: 'application',
    'bom-ref': 'parley',
    name: 'Parley',
    version,
    licenses: [{ license: { id: license } }],
  }
  const refs = components.map(({ purl, name, version: ofPart }) => purl ?? `${name}@${ofPart}`)
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: parley },
    components: components.map(({ kind, name, version: ofPart, licence, url, purl }, index) => ({
      type: kind,
      'bom-ref': refs[index],
      name,
      version: ofPart,
      licenses: [licence.includes(' WITH ') ? { expression: licence } : { license: { id: licence } }],
      ...(purl ? { purl } : {}),
      externalReferences: [{ type: 'website', url }],
    })),
    dependencies: [{ ref: 'parley', dependsOn: refs }],
  }
}
