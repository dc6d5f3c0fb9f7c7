import { SetupError } from './run.mjs'
import { fetchWheel } from './wheel.mjs'

const wheels = {
  'linux-x64': ['mlx-cpu', 'manylinux_2_35_x86_64'],
  'linux-arm64': ['mlx-cpu', 'manylinux_2_35_aarch64'],
  'darwin-arm64': ['mlx-metal', 'macosx_14_0_arm64'],
}

/** The official MLX. Answers the folder that holds `mlx/`; `target` may name another platform, to compile for it. */
export async function fetchMlx(target = `${process.platform}-${process.arch}`) {
  const wheel = wheels[target]
  if (wheel) return fetchWheel(...wheel)
  throw new SetupError(
    `MLX has no build for ${target}. Parley needs a Mac with Apple silicon, or Linux for development.`,
  )
}
