import { afterEach, expect, it, vi } from 'vitest'
import { SampleServer } from '../../../electron/accounts/sample-server.ts'
import { startSimulator } from '../../../electron/simulator/simulator.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

vi.mock('../../../electron/simulator/simulator.ts', () => ({ startSimulator: vi.fn() }))

const noon = unixSeconds(1_795_176_000)
const simulator = (close = async () => undefined) =>
  ({ url: 'http://127.0.0.1:1', key: 'k', secret: 's', close }) as never

afterEach(() => void vi.mocked(startSimulator).mockReset())

it('tries again after a start that failed, and then keeps the one that runs', async () => {
  vi.mocked(startSimulator).mockRejectedValueOnce(new Error('EADDRNOTAVAIL')).mockResolvedValue(simulator())
  const server = new SampleServer(() => noon)
  await expect(server.start(noon)).rejects.toThrow('EADDRNOTAVAIL')
  expect(await server.start(noon)).toMatchObject({ endpoint: { apiUrl: 'http://127.0.0.1:1' } })
  await server.start(noon)
  expect(startSimulator).toHaveBeenCalledTimes(2)
})

it('closes what runs, and has nothing to close where the start failed', async () => {
  const close = vi.fn(async () => undefined)
  vi.mocked(startSimulator).mockRejectedValueOnce(new Error('EADDRNOTAVAIL')).mockResolvedValue(simulator(close))
  const server = new SampleServer(() => noon)
  const starting = server.start(noon)
  await server.close()
  await expect(starting).rejects.toThrow()
  await server.start(noon)
  await server.close()
  await server.close()
  expect(close).toHaveBeenCalledOnce()
})
