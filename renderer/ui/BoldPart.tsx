/**
 * A sentence of our own with one part in bold, written as `<b>12</b> results`. For figures: a name could hold such a mark
 * itself. A tenth of what `Trans` takes, which reads the sentence as a document each time.
 */
export function BoldPart({ words }: { readonly words: string }) {
  const [before, bold, after] = words.split(/<\/?b>/)
  return (
    <>
      {before}
      <b>{bold}</b>
      {after}
    </>
  )
}
