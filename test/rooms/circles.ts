/**
 * The circles of a graph, each listed once (Tarjan, "Depth-first search and linear graph algorithms", 1972).
 * @param graph what each file imports
 * @returns the files of each circle, in the order they were met
 */
export function circlesIn(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const circles: string[][] = []
  const numbers = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()

  /** @returns the lowest number that can be reached from a file through files of the stack */
  const visit = (file: string): number => {
    const number = numbers.size
    numbers.set(file, number)
    stack.push(file)
    onStack.add(file)
    let lowest = number
    for (const other of graph.get(file) ?? []) {
      if (!graph.has(other)) continue
      const known = numbers.get(other)
      if (known === undefined) lowest = Math.min(lowest, visit(other))
      else if (onStack.has(other)) lowest = Math.min(lowest, known)
    }
    if (lowest === number) closeCircle(file)
    return lowest
  }

  const closeCircle = (first: string): void => {
    const circle = stack.splice(stack.indexOf(first))
    for (const file of circle) onStack.delete(file)
    const isAlone = circle.length === 1 && !graph.get(first)?.includes(first)
    if (!isAlone) circles.push(circle)
  }

  for (const file of graph.keys()) if (!numbers.has(file)) visit(file)
  return circles
}
