#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "mlx/array.h"
#include "plan.h"

namespace parley {

/**
 * Reads tensors from where the preflight found them. MLX's own loader, which
 * checks neither extents nor overlap, never sees a file.
 */
class TensorReader {
 public:
  /** `on_bytes` is called after every piece with the bytes it had. */
  TensorReader(
      const std::vector<std::string>& files,
      std::function<void(uint64_t)> on_bytes);
  ~TensorReader();
  TensorReader(const TensorReader&) = delete;
  TensorReader& operator=(const TensorReader&) = delete;

  /**
   * Throws model-incomplete when the file ends before the tensor. Even and odd
   * rows are read in one go: whichever is not asked for yet waits in memory,
   * so that none is read twice and nothing is held twice.
   */
  mlx::core::array read(const TensorEntry& tensor);

 private:
  int descriptor(int file);
  void read_piece(
      const TensorEntry& tensor, uint64_t start, uint64_t length, char* to);
  mlx::core::array read_all(const TensorEntry& tensor);
  mlx::core::array read_rows(const TensorEntry& tensor);

  const std::vector<std::string>& files_;
  std::function<void(uint64_t)> on_bytes_;
  std::map<int, int> descriptors_;
  /** By the name in the file. */
  std::map<std::string, mlx::core::array> waiting_;
};

}  // namespace parley
