import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../electron/store/api.ts'
import { packedEnding, unpackCopy } from '../../electron/store/packed-copy.ts'
import { writePackedSnapshot, writeSnapshot } from '../../electron/store/snapshot.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { madePages } from './made-results.ts'
import { figure, milliseconds, timed } from './measure.ts'

/** Sizes of a copy of made-up results, packed and not, and what packing adds to its time. */
export async function benchCopies(size = 100_000): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'gradekeep.db')
    const store = await openStore(file, workers)
    await store.addAccount(benchAccount)
    for (const page of madePages(benchAccount.id, size, 5_000)) await store.applyPage(page)
    await store.close()
    const copy = join(folder, 'copy.db')
    const plain = await timed(() => writeSnapshot(file, copy))
    const bytes = statSync(copy).size
    rmSync(copy)
    const packing = await timed(() => writePackedSnapshot(file, copy))
    const packed = statSync(copy + packedEnding).size
    const unpacking = await timed(() => unpackCopy(copy + packedEnding, join(folder, 'unpacked.db')))
    console.log(`\nA copy of ${size.toLocaleString('en')} results`)
    figure('  bytes a result in the database', Math.round(bytes / size).toLocaleString('en'))
    figure('  packed copy / database, size', (packed / bytes).toFixed(2), 'goal ≤ 0.25')
    figure('  a checked copy, packed / not packed, time', (packing / plain).toFixed(2))
    figure('  unpacked again', milliseconds(unpacking))
  })
}

if (import.meta.main) await benchCopies()
