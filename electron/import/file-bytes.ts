import { open, stat } from 'node:fs/promises'

/** Larger files are no lists of people or codes. */
export const mostFileBytes = 50 * 1024 * 1024

/**
 * The bytes of an ordinary file. A device, a pipe or a folder is refused before it is opened: one of them gives bytes
 * without end, another none until somebody writes.
 * @throws Error for what is no ordinary file, or is larger than any list
 */
export async function fileBytes(file: string): Promise<Buffer> {
  const found = await stat(file)
  if (!found.isFile()) throw new Error('No ordinary file')
  if (found.size > mostFileBytes) throw new Error('Too large')
  const handle = await open(file)
  try {
    // What grows while it is read is bounded all the same.
    return await boundedBytes(handle.createReadStream({ autoClose: false }))
  } finally {
    await handle.close()
  }
}

/** All that a stream gives. @throws Error as soon as it is more than a list */
export async function boundedBytes(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    size += bytes.length
    if (size > mostFileBytes) throw new Error('Too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
