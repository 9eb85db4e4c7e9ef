import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { signingWords } from '../runtime/scripts/signing.mjs'

const root = resolve(import.meta.dirname, '../..')
const found = '  1) 0123456789ABCDEF0123456789ABCDEF01234567 "Developer ID Application: Northgate (AB12CD34EF)"\n'
const none = '     0 valid identities found\n'

describe('a Mac app is signed', () => {
  it.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, string, readonly string[]]>([
    ['ad hoc where there is no certificate', 'darwin', {}, none, ['-c.mac.identity=-']],
    [
      'ad hoc where none may be looked for',
      'darwin',
      { CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
      found,
      ['-c.mac.identity=-'],
    ],
    ['with the certificate of the keychain', 'darwin', {}, `${found}     1 valid identities found\n`, []],
    ['with a certificate that is given', 'darwin', { CSC_LINK: 'cert.p12' }, none, []],
    ['with a certificate that is named', 'darwin', { CSC_NAME: 'Northgate' }, none, []],
    ['not on Windows', 'win32', {}, '', []],
    ['not on Linux', 'linux', {}, '', []],
  ])('%s', (_, platform, env, identities, words) => {
    expect(signingWords(platform, env, identities)).toEqual(words)
  })

  it('anew once its fuses are set, which breaks the signature that Electron comes with', () => {
    expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8')).toMatch(/^ {2}resetAdHocDarwinSignature: true$/m)
  })

  it('with entitlements that let it load the native modules, which carry no team', () => {
    const packer = join(root, 'node_modules/app-builder-lib/templates/entitlements.mac.plist')
    const entitlements = readFileSync(packer, 'utf8').replace(/<!--.*?-->/gs, '')
    for (const name of ['allow-jit', 'allow-unsigned-executable-memory', 'disable-library-validation'])
      expect(entitlements).toMatch(new RegExp(`<key>com\\.apple\\.security\\.cs\\.${name}</key>\\s*<true/>`))
    expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8')).not.toMatch(/entitlements:|identity:/)
  })
})
