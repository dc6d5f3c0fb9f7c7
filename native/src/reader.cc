#include "reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "error.h"
#include "mlx/allocator.h"

namespace mx = mlx::core;

namespace parley {

namespace {

constexpr uint64_t kPieceBytes = 16 << 20;

std::string base_name(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
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
  const int opened = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) {
    throw EngineError(
        "model-incomplete",
        "The weight file " + base_name(path) +
            " can't be opened. Download the model again.");
  }
  descriptors_.emplace(file, opened);
  return opened;
}

mx::array TensorReader::read(const TensorEntry& tensor) {
  const int from = descriptor(tensor.file);
  mx::Shape shape(tensor.shape.begin(), tensor.shape.end());
  auto data = mx::allocator::malloc(tensor.bytes);
  auto* to = static_cast<char*>(data.buffer().raw_ptr());
  for (uint64_t done = 0; done < tensor.bytes;) {
    const auto wanted = std::min(kPieceBytes, tensor.bytes - done);
    const auto got = pread(from, to + done, wanted, tensor.offset + done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      throw EngineError(
          "model-incomplete",
          "The weight file " + base_name(files_.at(tensor.file)) +
              " ends before the tensor " + tensor.name +
              ". Download the model again.");
    }
    done += got;
    on_bytes_(got);
  }
  return mx::array(std::move(data), std::move(shape), tensor.dtype);
}

}  // namespace parley
