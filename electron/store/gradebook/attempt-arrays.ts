type Numbers = Uint8Array | Uint16Array | Int32Array | Float64Array
type NumbersConstructor = new (length: number) => Numbers

/** Stands for no value. */
export const none = -(2 ** 31)

/** What is held of each result. Arrays become wider when a value does not fit. */
const narrowest = {
  id: Int32Array,
  /** Numbers of texts among `students`, `tests`, `sources`, `names` and `codes`. */
  student: Uint8Array,
  test: Uint8Array,
  source: Uint8Array,
  name: Uint8Array,
  code: Uint8Array,
  /** In tenths of a percent, or `none`. */
  percentage: Int32Array,
  passMark: Int32Array,
  /** In thousandths of a point, or `none`. */
  points: Int32Array,
  /** In Unix seconds. */
  started: Int32Array,
  finished: Int32Array,
  /** In seconds, or `none`. */
  duration: Int32Array,
  needsGrading: Uint8Array,
  /** 0 once the result is gone, is unfinished, or is of a survey. */
  counts: Uint8Array,
  /** 0 once the result is gone. */
  isHere: Uint8Array,
} as const

type Name = keyof typeof narrowest
const names = Object.keys(narrowest) as Name[]

/** By row, in the order of ids. */
export type AttemptValues = { readonly [N in Name]: Numbers }

/**
 * The arrays of all attempts. Whoever was given them keeps them as they were: an array is copied before a value that
 * somebody may look at is changed. Of a million attempts that takes a millisecond.
 */
export class AttemptArrays {
  #values: AttemptValues
  /** How many rows others may look at, in all arrays but those copied since. */
  #keptRows = 0
  readonly #copied = new Set<Name>()

  constructor(length: number) {
    this.#values = madeArrays(length)
  }

  /** For a look at them now. */
  get values(): AttemptValues {
    return this.#values
  }

  /** To be kept: the first so many rows stay as they are. */
  kept(rows: number): AttemptValues {
    this.#keptRows = rows
    if (this.#copied.size > 0) this.#copied.clear()
    return this.#values
  }

  /** Makes room for a row. */
  reserve(row: number): void {
    if (row >= this.#values.id.length) this.#values = madeArrays(row + (row >>> 3) + 256, this.#values)
  }

  put(name: Name, row: number, value: number): void {
    if (this.#values[name][row] === value) return
    if (row < this.#keptRows && !this.#copied.has(name)) {
      this.#values = { ...this.#values, [name]: this.#values[name].slice() }
      this.#copied.add(name)
    }
    this.fill(name, row, value)
  }

  /** Puts a value where nobody has looked yet. */
  fill(name: Name, row: number, value: number): void {
    const array = this.#values[name]
    array[row] = value
    if (array[row] !== value) this.#widen(name, row, value)
  }

  #widen(name: Name, row: number, value: number): void {
    let array = this.#values[name]
    while (array[row] !== value) {
      array = widened(array)
      array[row] = value
    }
    this.#values = { ...this.#values, [name]: array }
  }
}

/**
 * Some of the values of some rows in the order of these, so that going through them stays in one place of the memory: to
 * fetch one takes as long as to add up ten.
 */
export function valuesOfRows<N extends Name>(
  values: AttemptValues,
  wanted: readonly N[],
  rows: Uint32Array,
): Pick<AttemptValues, N> {
  const made = wanted.map((name) => {
    const from = values[name]
    const own = new (from.constructor as NumbersConstructor)(rows.length)
    for (let at = 0; at < rows.length; at++) own[at] = from[rows[at] as number] as number
    return [name, own]
  })
  return Object.fromEntries(made) as Pick<AttemptValues, N>
}

function widened(array: Numbers): Numbers {
  if (array instanceof Uint8Array) return new Uint16Array(array)
  return array instanceof Uint16Array ? new Int32Array(array) : new Float64Array(array)
}

/** @param from the arrays to copy into the new ones */
function madeArrays(length: number, from?: AttemptValues): AttemptValues {
  const made = names.map((name) => {
    const array: Numbers = new (from === undefined ? narrowest[name] : (from[name].constructor as NumbersConstructor))(
      length,
    )
    if (from !== undefined) array.set(from[name])
    return [name, array]
  })
  return Object.fromEntries(made) as AttemptValues
}
