/**
 * A number of a cell as text: no `.0`, never an exponent for whole numbers, at most the 15 digits a spreadsheet keeps.
 * Formats that matter to codes are followed: leading zeros (`000000`), a fixed text around them (`"A-"0000`, `000-000`)
 * and percent.
 */
export function numberText(value: number, format: string | undefined): string {
  if (!Number.isFinite(value)) return ''
  if (format?.includes('%')) return `${plain(value * 100)}%`
  return (format && Number.isInteger(value) && withZeros(value, format)) || plain(value)
}

function plain(value: number): string {
  const rounded = Number(value.toPrecision(15))
  return Number.isInteger(rounded) ? BigInt(rounded).toString() : String(rounded)
}

// A zero, a text in quotation marks, an escaped sign, or a sign that stands for itself.
const part = /0|"([^"]*)"|\\(.)|([-\s/():])/gu

/** Null for a format that is not of zeros and fixed text alone. */
function withZeros(value: number, format: string): string | null {
  const [section = ''] = format.split(';')
  if (section.replace(part, '') !== '' || !section.includes('0')) return null
  const parts = [...section.matchAll(part)]
  const zeros = parts.filter(([sign]) => sign === '0').length
  const digits = plain(Math.abs(value)).padStart(zeros, '0')
  let at = 0
  const text = parts.map(([sign, quoted, escaped]) => {
    if (sign !== '0') return quoted ?? escaped ?? sign
    // The first place takes what is more than there are places.
    const end = at === 0 ? digits.length - zeros + 1 : at + 1
    const taken = digits.slice(at, end)
    at = end
    return taken
  })
  return (value < 0 ? '-' : '') + text.join('')
}
