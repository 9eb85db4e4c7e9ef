import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch } from 'electron-builder'

/** What the number of a processor means in each form of binary, by the specifications of ELF, PE and Mach-O. */
const elf = new Map([
  [62, 'x64'],
  [183, 'arm64'],
])
const portable = new Map([
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
])
const machO = new Map([
  [0x01000007, 'x64'],
  [0x0100000c, 'arm64'],
])

/**
 * The system and processors a binary is for, read from its header: `linux-x64`, or several of a universal one.
 * @param {Buffer} binary
 * @returns {readonly string[]} empty for anything else
 */
export function targetsOf(binary) {
  if (binary.length < 64) return []
  if (binary.readUInt32BE(0) === 0x7f454c46) return [`linux-${elf.get(binary.readUInt16LE(18))}`]
  if (binary.readUInt32BE(0) === 0xcffaedfe) return [`darwin-${machO.get(binary.readUInt32LE(4))}`]
  if (binary.readUInt32BE(0) === 0xcafebabe) {
    return Array.from(
      { length: binary.readUInt32BE(4) },
      (_, at) => `darwin-${machO.get(binary.readUInt32BE(8 + 20 * at))}`,
    )
  }
  const header = binary.toString('latin1', 0, 2) === 'MZ' ? binary.readUInt32LE(0x3c) : binary.length
  if (header + 6 > binary.length || binary.toString('latin1', header, header + 4) !== 'PE\0\0') return []
  return [`win32-${portable.get(binary.readUInt16LE(header + 4))}`]
}

/**
 * Fails the packing of an app whose native modules are for another system or processor than the app: without its own,
 * the database does not open, and the keychain is silently missing.
 * @param {{ appOutDir: string, electronPlatformName: string, arch: Arch, packager: { getResourcesDir(folder: string): string } }} packed
 */
export default async function checkNativeBinaries({ appOutDir, electronPlatformName, arch, packager }) {
  const folder = join(packager.getResourcesDir(appOutDir), 'app.asar.unpacked')
  const processors = arch === Arch.universal ? ['x64', 'arm64'] : [Arch[arch]]
  const wanted = processors.map((processor) => `${electronPlatformName}-${processor}`)
  const binaries = globSync('**/*.node', { cwd: folder })
  if (!binaries.some((file) => file.includes('better-sqlite3'))) throw new Error('The app holds no better-sqlite3.')
  for (const file of binaries) {
    const targets = targetsOf(readFileSync(join(folder, file)))
    if (wanted.every((target) => targets.includes(target))) continue
    throw new Error(
      `${file} is for ${targets.join(', ') || 'no system'}, and the app for ${wanted.join(', ')}: build it there.`,
    )
  }
}
