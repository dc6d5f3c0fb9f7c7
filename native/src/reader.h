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
 * Reads tensors at the offsets that the preflight found. Replaces MLX's own
 * loader, which checks neither extents nor overlap.
 */
class TensorReader {
 public:
  /** Calls `on_bytes` after every piece with the size of the piece. */
  TensorReader(
      const std::vector<std::string>& files,
      std::function<void(uint64_t)> on_bytes);
  ~TensorReader();
  TensorReader(const TensorReader&) = delete;
  TensorReader& operator=(const TensorReader&) = delete;

  /**
   * Throws model-incomplete if the file ends before the tensor. Reads even and
   * odd rows together and keeps the other half in memory until it is requested,
   * so that no row is read twice.
   */
  mlx::core::array read(const TensorEntry& tensor);

  /**
   * Reads two tensors of one type into one array, joined along the second axis:
   * [n, a, …] and [n, b, …] give [n, a + b, …]. Needs no memory besides.
   */
  mlx::core::array read_joined(
      const TensorEntry& first, const TensorEntry& second);

 private:
  int descriptor(int file);
  void read_piece(
      const TensorEntry& tensor, uint64_t start, uint64_t length, char* to);
  void read_range(
      const TensorEntry& tensor, uint64_t start, uint64_t length, char* to);
  void deal_rows(
      const TensorEntry& tensor,
      uint64_t start,
      uint64_t length,
      char* even,
      char* odd);
  mlx::core::array read_all(const TensorEntry& tensor);
  mlx::core::array read_rows(const TensorEntry& tensor);

  const std::vector<std::string>& files_;
  std::function<void(uint64_t)> on_bytes_;
  std::map<int, int> descriptors_;
  /** Halves that were not requested yet, by the name in the file. */
  std::map<std::string, mlx::core::array> waiting_;
};

}  // namespace parley
