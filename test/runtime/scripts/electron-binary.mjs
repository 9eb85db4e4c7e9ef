import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The path of Electron's program when it is installed in full. Importing `electron` itself would try to download it.
 * @param {string} root the project's folder
 * @returns {string | null}
 */
export function electronBinary(root) {
  const folder = join(root, 'node_modules', 'electron')
  try {
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(program) ? program : null
  } catch {
    return null
  }
}

/** Whether a window can be shown: always on Windows and macOS, with a display server elsewhere. */
export function hasDisplay() {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
