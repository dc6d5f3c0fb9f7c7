import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeMachO } from './make-mach-o.mjs'

/** What @electron/fuses looks for in the framework, then a version, the number of fuses, and their states. */
const fuseWire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09${'1'.repeat(9)}`

const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)']
const framework = '@rpath/Electron Framework.framework/Electron Framework'
const inHelper = '@executable_path/../../../../Frameworks'

/**
 * Writes an Electron for macOS as its archive lays it out, with stand-ins for its programs: where the real one can't be had,
 * electron-builder makes the app from this.
 */
export function makeElectronLayout(folder, version) {
  const app = join(folder, 'Electron.app', 'Contents')
  const put = (path, content) => {
    mkdirSync(dirname(join(app, path)), { recursive: true })
    writeFileSync(join(app, path), content, { mode: 0o755 })
  }
  put('Info.plist', plist('Electron', 'com.github.Electron', version))
  put('MacOS/Electron', program(['@executable_path/../Frameworks']))
  put('Resources/electron.icns', '')
  put('Resources/en.lproj/locale.pak', '')
  put(
    'Frameworks/Electron Framework.framework/Versions/A/Electron Framework',
    makeMachO({ data: fuseWire, minimumVersion: '12.0' }),
  )
  put(
    'Frameworks/Electron Framework.framework/Versions/A/Resources/Info.plist',
    plist('Electron Framework', 'com.github.Electron.framework', version),
  )
  const inFramework = join(app, 'Frameworks', 'Electron Framework.framework')
  symlinkSync('A', join(inFramework, 'Versions', 'Current'))
  for (const name of ['Electron Framework', 'Resources'])
    symlinkSync(`Versions/Current/${name}`, join(inFramework, name))
  for (const helper of helpers) {
    const name = `Electron Helper${helper}`
    put(`Frameworks/${name}.app/Contents/Info.plist`, plist(name, 'com.github.Electron.helper', version))
    put(`Frameworks/${name}.app/Contents/MacOS/${name}`, program([inHelper]))
  }
  writeFileSync(join(folder, 'version'), version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), 'a stand-in')
}

const program = (rpaths) =>
  makeMachO({
    kind: 'executable',
    minimumVersion: '12.0',
    rpaths,
    libraries: [framework, '/usr/lib/libSystem.B.dylib'],
  })

const plist = (name, identifier, version) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>CFBundleExecutable</key><string>${name}</string>
  <key>CFBundleIdentifier</key><string>${identifier}</string>
  <key>CFBundleName</key><string>${name}</string>
  <key>CFBundlePackageType</key><string>APPL</string>
  <key>CFBundleShortVersionString</key><string>${version}</string>
  <key>CFBundleVersion</key><string>${version}</string>
  <key>LSMinimumSystemVersion</key><string>12.0</string>
</dict>
</plist>
`
