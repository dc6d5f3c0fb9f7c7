#include "reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "error.h"
#include "mlx/allocator.h"

namespace mx = mlx::core;

namespace parley {

namespace {

constexpr uint64_t kPieceBytes = 16 << 20;

std::string base_name(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

/** Returns an array with uninitialised memory. */
mx::array make_array(const TensorEntry& tensor) {
  return mx::array(
      mx::allocator::malloc(tensor.bytes),
      mx::Shape(tensor.shape.begin(), tensor.shape.end()),
      tensor.dtype);
}

/** Copies rows alternately to `even` and `odd`, and advances both pointers. */
template <size_t size>
void deal(const char* from, uint64_t pairs, char*& even, char*& odd) {
  for (uint64_t i = 0; i < pairs; ++i) {
    std::memcpy(even + i * size, from + 2 * i * size, size);
    std::memcpy(odd + i * size, from + (2 * i + 1) * size, size);
  }
  even += pairs * size;
  odd += pairs * size;
}

void deal(
    const char* from, uint64_t pairs, uint64_t size, char*& even, char*& odd) {
  // A memcpy of constant size is one instruction; one-element rows are common.
  if (size == 2) return deal<2>(from, pairs, even, odd);
  if (size == 4) return deal<4>(from, pairs, even, odd);
  for (uint64_t i = 0; i < pairs; ++i, from += 2 * size) {
    std::memcpy(even, from, size);
    std::memcpy(odd, from + size, size);
    even += size;
    odd += size;
  }
}

}  // namespace

TensorReader::TensorReader(
    const std::vector<std::string>& files,
    std::function<void(uint64_t)> on_bytes)
    : files_(files), on_bytes_(std::move(on_bytes)) {}

TensorReader::~TensorReader() {
  for (auto [file, descriptor] : descriptors_) close(descriptor);
}

int TensorReader::descriptor(int file) {
  auto it = descriptors_.find(file);
  if (it != descriptors_.end()) return it->second;
  const auto& path = files_.at(file);
  // The file may have changed since the preflight, even into a pipe.
  const int opened =
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat found;
  if (opened >= 0) descriptors_.emplace(file, opened);
  if (opened < 0 || fstat(opened, &found) != 0 || !S_ISREG(found.st_mode)) {
    throw EngineError(
        "model-incomplete",
        "The weight file " + base_name(path) +
            " can't be opened. Download the model again.",
        "file-unreadable");
  }
  return opened;
}

void TensorReader::read_piece(
    const TensorEntry& tensor, uint64_t start, uint64_t length, char* to) {
  const int from = descriptor(tensor.file);
  for (uint64_t done = 0; done < length;) {
    const auto got =
        pread(from, to + done, length - done, tensor.offset + start + done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      throw EngineError(
          "model-incomplete",
          "The weight file " + base_name(files_.at(tensor.file)) +
              " ends before the tensor " + tensor.name +
              ". Download the model again.",
          "file-cut-off");
    }
    done += got;
  }
  on_bytes_(length);
}

void TensorReader::read_range(
    const TensorEntry& tensor, uint64_t start, uint64_t length, char* to) {
  for (uint64_t done = 0; done < length;) {
    const auto piece = std::min(kPieceBytes, length - done);
    read_piece(tensor, start + done, piece, to + done);
    done += piece;
  }
}

mx::array TensorReader::read_all(const TensorEntry& tensor) {
  auto result = make_array(tensor);
  read_range(tensor, 0, tensor.bytes, result.data<char>());
  return result;
}

void TensorReader::deal_rows(
    const TensorEntry& tensor,
    uint64_t start,
    uint64_t length,
    char* even,
    char* odd) {
  const uint64_t pair = 2 * tensor.row_bytes;
  const uint64_t step = std::max(pair, kPieceBytes / pair * pair);
  std::vector<char> piece(std::min(step, length));
  for (uint64_t done = 0; done < length;) {
    const auto size = std::min(step, length - done);
    read_piece(tensor, start + done, size, piece.data());
    deal(piece.data(), size / pair, tensor.row_bytes, even, odd);
    done += size;
  }
}

mx::array TensorReader::read_rows(const TensorEntry& tensor) {
  auto found = waiting_.find(tensor.name);
  if (found != waiting_.end()) {
    auto result = std::move(found->second);
    waiting_.erase(found);
    return result;
  }
  auto even = make_array(tensor);
  auto odd = make_array(tensor);
  deal_rows(tensor, 0, 2 * tensor.bytes, even.data<char>(), odd.data<char>());
  const bool is_even = tensor.rows == Rows::kEven;
  waiting_.emplace(tensor.name, is_even ? odd : even);
  return is_even ? even : odd;
}

mx::array TensorReader::read_joined(
    const TensorEntry& first, const TensorEntry& second) {
  auto shape = first.shape;
  shape[1] += second.shape[1];
  auto result = mx::array(
      mx::allocator::malloc(first.bytes + second.bytes),
      mx::Shape(shape.begin(), shape.end()),
      first.dtype);
  auto* to = result.data<char>();
  const uint64_t count = shape[0];
  const uint64_t ours = first.bytes / count, theirs = second.bytes / count;
  const bool is_interleaved = first.rows == Rows::kEven &&
                              second.rows == Rows::kOdd &&
                              first.name == second.name;
  for (uint64_t i = 0; i < count; ++i, to += ours + theirs) {
    if (is_interleaved) {
      deal_rows(first, i * 2 * ours, 2 * ours, to, to + ours);
    } else {
      read_range(first, i * ours, ours, to);
      read_range(second, i * theirs, theirs, to + ours);
    }
  }
  return result;
}

mx::array TensorReader::read(const TensorEntry& tensor) {
  return tensor.rows == Rows::kAll ? read_all(tensor) : read_rows(tensor);
}

}  // namespace parley
