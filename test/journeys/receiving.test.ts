import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { phrase, post } from '../electron/receiver/receiving.ts'
import { linkPayload } from '../electron/support/webhook-payloads.ts'
import { connectAndFetch, dataFolder, environmentOf, now, resultsAre, start, toResults } from './teacher-steps.ts'

it('a result that a receiver keeps stands in the open window at once', async () => {
  const simulator = await startSimulator({ clock: now, results: 10 })
  onTestFinished(() => simulator.close())
  const folder = dataFolder()
  onTestFinished(() => folder.remove())
  const app = await start({ dataDir: folder.path, env: environmentOf(simulator) })
  await connectAndFetch(app.page, simulator)
  await toResults(app.page)
  await resultsAre(app.page, 10)
  const receiver = spawn(process.execPath, ['out/main/cli.js', 'receive', '--data-dir', folder.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GRADEKEEP_WEBHOOK_SECRET: phrase },
  })
  onTestFinished(() => void receiver.kill('SIGKILL'))
  const [said] = await once(receiver.stdout, 'data')
  const { url } = JSON.parse(String(said))
  const row = app.page.getByText('Zwetschge')
  expect(await row.count()).toBe(0)
  const finished = now()
  const answer = await post(
    url,
    JSON.stringify(linkPayload({ last: 'Zwetschge', time_started: finished - 60, time_finished: finished })),
  )
  expect(answer.status).toBe(200)
  await row.first().waitFor()
  await resultsAre(app.page, 11)
  const exited = once(receiver, 'exit')
  receiver.kill('SIGTERM')
  expect((await exited)[0]).toBe(0)
})
