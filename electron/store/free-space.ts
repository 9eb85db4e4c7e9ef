import { statfs } from 'node:fs/promises'
import { AppError } from '../../shared/errors.ts'

/** Left to the system and to other programs, which fail in worse ways on a full disk. */
const leftFree = 64 * 1024 * 1024
const megabyte = 1_000_000

/** How many bytes the disk of a folder has free, and how many of them may be used; Infinity where nobody can tell. */
export async function freeSpace(folder: string): Promise<{ readonly free: number; readonly usable: number }> {
  const disk = await statfs(folder).catch(() => null)
  // Some network folders are disks without any blocks.
  const free = disk === null || disk.blocks === 0 ? Infinity : disk.bavail * disk.bsize
  return { free, usable: free - leftFree }
}

/** To be asked before so many bytes are written. @throws AppError `backup/no-room` {needed, free, folder} */
export async function refuseWithoutRoom(folder: string, bytes: number): Promise<void> {
  const { free, usable } = await freeSpace(folder)
  if (bytes <= usable) return
  const needed = Math.ceil((bytes + leftFree) / megabyte)
  throw new AppError('backup/no-room', { needed, free: Math.floor(free / megabyte), folder })
}
