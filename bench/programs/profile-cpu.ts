// Loaded into the service with --import: the first SIGWINCH starts the CPU profiler, the next one
// stops it and writes what it found to BENCH_PROFILE_FILE, and so on.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
let running = false;

async function toggle(): Promise<void> {
  running = !running;
  if (running) {
    await session.post('Profiler.start');
    return;
  }
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(process.env['BENCH_PROFILE_FILE'] ?? '', JSON.stringify(profile));
}

process.on('SIGWINCH', () => void toggle());
