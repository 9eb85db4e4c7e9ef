import { setTimeout as pause } from 'node:timers/promises'

/** What Windows answers while Excel, a virus scanner, a backup program or our own export holds a file. */
const heldCodes: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES'])

/** Pauses between the tries in milliseconds, together less than a second: a scanner is done by then, Excel is not. */
const pauses: readonly number[] = [20, 50, 100, 150, 200, 200, 200]

export interface HeldPorts<Waited> {
  readonly platform: NodeJS.Platform
  readonly wait: (milliseconds: number) => Waited
}

const standStill = (milliseconds: number): unknown =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)

/** Whether a failed rename or removal means that another program holds the file. Only Windows knows such a thing. */
export const isHeld = (thrown: unknown, platform: NodeJS.Platform = process.platform): boolean =>
  platform === 'win32' && thrown instanceof Error && 'code' in thrown && heldCodes.has(String(thrown.code))

/** Renames, replaces or removes a file, for up to a second while another program holds it. @throws what `work` throws */
export async function retryWhileHeld<T>(
  work: () => Promise<T>,
  { platform = process.platform, wait = pause }: Partial<HeldPorts<Promise<unknown>>> = {},
): Promise<T> {
  for (const milliseconds of pauses) {
    try {
      return await work()
    } catch (thrown) {
      if (!isHeld(thrown, platform)) throw thrown
    }
    await wait(milliseconds)
  }
  return work()
}

/** As `retryWhileHeld`, in a thread that may stand still. */
export function retryWhileHeldSync<T>(
  work: () => T,
  { platform = process.platform, wait = standStill }: Partial<HeldPorts<unknown>> = {},
): T {
  for (const milliseconds of pauses) {
    try {
      return work()
    } catch (thrown) {
      if (!isHeld(thrown, platform)) throw thrown
    }
    wait(milliseconds)
  }
  return work()
}
