export type Compare = (a: number, b: number) => number

const run = 1_024
const pause = 8_192

/**
 * The numbers below `count` in order, sorted in slices: run by run, and then merging. What stands in order already, as
 * results do by time, is only looked through.
 */
export function* sorted(count: number, compare: Compare): Generator<void, Uint32Array<ArrayBuffer>> {
  let order = new Uint32Array(count)
  for (let at = 0; at < count; at++) order[at] = at
  for (let from = 0; from < count; from += run) {
    const part = order.subarray(from, from + run)
    if (part.some((each, at) => at > 0 && compare(part[at - 1] as number, each) > 0)) part.sort(compare)
    yield
  }
  let spare = new Uint32Array(count)
  for (let width = run; width < count; width *= 2) {
    for (let from = 0; from < count; from += width * 2) {
      const middle = Math.min(count, from + width)
      const until = Math.min(count, middle + width)
      if (middle === until || compare(order[middle - 1] as number, order[middle] as number) < 0) {
        spare.set(order.subarray(from, until), from)
        yield
        continue
      }
      let [left, right] = [from, middle]
      for (let at = from; at < until; at++) {
        const isLeft = right === until || (left < middle && compare(order[left] as number, order[right] as number) < 0)
        spare[at] = order[isLeft ? left++ : right++] as number
        if (at % pause === 0) yield
      }
    }
    ;[order, spare] = [spare, order]
  }
  return order
}

/** Places put in groups: where each group begins among them, and at last where they end. */
export interface GroupedPlaces {
  readonly places: Uint32Array
  readonly starts: Uint32Array
}

/** Puts places by counting in the group below `groups` that each has; those of one group as they stand. */
export function grouped(groupOf: Uint32Array, groups: number): GroupedPlaces {
  const starts = new Uint32Array(groups + 1)
  for (let at = 0; at < groupOf.length; at++) {
    const after = (groupOf[at] as number) + 1
    starts[after] = (starts[after] as number) + 1
  }
  for (let group = 0; group < groups; group++)
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number)
  const next = starts.slice()
  const places = new Uint32Array(groupOf.length)
  for (let at = 0; at < groupOf.length; at++) {
    const group = groupOf[at] as number
    places[next[group] as number] = at
    next[group] = (next[group] as number) + 1
  }
  return { places, starts }
}

/** The first place in an ascending list whose number is not less than what is sought; `compare` says by how much. */
export function placeIn(
  list: ArrayLike<number>,
  from: number,
  until: number,
  compare: (each: number) => number,
): number {
  let [low, high] = [from, until]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(list[middle] as number) < 0) low = middle + 1
    else high = middle
  }
  return low
}

// Halves of pairs stand for what comes last in UTF-8.
const unitInUtf8 = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x1_0000 : unit)

/** As SQLite's BINARY collation, which compares UTF-8. */
export function compareTexts(one: string, other: string): number {
  const shared = Math.min(one.length, other.length)
  let at = 0
  while (at < shared && one.charCodeAt(at) === other.charCodeAt(at)) at++
  if (at === shared) return one.length - other.length
  return unitInUtf8(one.charCodeAt(at)) - unitInUtf8(other.charCodeAt(at))
}
