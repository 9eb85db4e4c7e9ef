import { lstat, open } from 'node:fs/promises'
import { extname } from 'node:path'

const pdfStart = Buffer.from('%PDF-')

/** Whether the PDF of a certificate is where it was saved. It is not read: a cloud's folder would fetch it for that. */
export const isSaved = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isFile() && extname(path).toLowerCase() === '.pdf',
    () => false,
  )

/**
 * Whether a saved file may be opened. Its path stands in the database, which may have been edited or come from another
 * computer, so nothing but a regular file that is a PDF by its name and by how it begins is.
 */
export async function isSavedPdf(path: string): Promise<boolean> {
  if (!(await isSaved(path))) return false
  try {
    const file = await open(path)
    try {
      const { buffer } = await file.read(Buffer.alloc(pdfStart.length), 0, pdfStart.length, 0)
      return buffer.equals(pdfStart)
    } finally {
      await file.close()
    }
  } catch {
    // What cannot be read is nothing to open either, and whoever asked says so.
    return false
  }
}
