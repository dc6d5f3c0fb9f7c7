/** A mistake that a developer could make: replaces `find`, which occurs once in a file of native/src, by `replace`. */
export interface Mutant {
  readonly name: string
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** Sorted by file, so that each build compiles at most two files. All of them compile without warnings. */
export const mutants: readonly Mutant[] = [
  {
    name: 'no sinks',
    file: 'attention.cc',
    find: 'mask.mode, mask.array, sinks_);',
    replace: 'mask.mode, mask.array, std::nullopt);',
  },
  {
    name: 'no norm of the queries',
    file: 'attention.cc',
    find: 'heads_first(q_(x), c.heads, q_norm_)',
    replace: 'heads_first(q_(x), c.heads, std::nullopt)',
  },
  {
    name: 'the keys with the norm of the queries',
    file: 'attention.cc',
    find: 'heads_first(k_(x), c.kv_heads, k_norm_)',
    replace: 'heads_first(k_(x), c.kv_heads, q_norm_)',
  },
  {
    name: 'scores by the width of the model',
    file: 'attention.cc',
    find: 'std::pow(c.head_dim, -0.5)',
    replace: 'std::pow(c.hidden_size, -0.5)',
  },
  {
    name: 'a window that is one token too wide in the CPU’s products',
    file: 'cpu_products.cc',
    find: 'last + 1 - *window',
    replace: 'last - *window',
  },
  {
    name: 'a gate without its own value',
    file: 'dense.cc',
    find: 'mx::multiply(gate, mx::sigmoid(gate))',
    replace: 'mx::sigmoid(gate)',
  },
  {
    name: 'gate and up swapped',
    file: 'dense.cc',
    find: '{gate_(inner), up_(inner)}',
    replace: '{up_(inner), gate_(inner)}',
  },
  {
    name: 'a layer that leaves out its attention’s result',
    file: 'dense.cc',
    find: 'mx::add(seen, down_(',
    replace: 'mx::add(x, down_(',
  },
  {
    name: 'the first norm twice',
    file: 'dense.cc',
    find: 'mx::fast::rms_norm(seen, post_attention_norm_, eps)',
    replace: 'mx::fast::rms_norm(seen, input_norm_, eps)',
  },
  {
    name: 'no head of its own beside the embedding',
    file: 'layout.cc',
    find: '!c.has_tied_embeddings || model_.find("lm_head.weight")',
    replace: 'c.has_tied_embeddings && model_.find("lm_head.weight")',
  },
  {
    name: 'float32 promotion by the scalars of SwiGLU',
    file: 'gpt_oss.cc',
    find: 'return mx::array(value, type);',
    replace: 'return mx::astype(mx::array(value, type), mx::float32);',
  },
  {
    name: 'the least likely experts instead of the most likely',
    file: 'gpt_oss.cc',
    find: 'mx::slice(order, start, order.shape())',
    replace: 'mx::take(order, mx::arange(0, count, mx::int32), -1)',
  },
  {
    name: 'a softmax over experts with intermediate rounding',
    file: 'gpt_oss.cc',
    find: 'mx::take_along_axis(scores, chosen, -1), -1, true)',
    replace: 'mx::take_along_axis(scores, chosen, -1), -1, false)',
  },
  {
    name: 'no limit for the gate',
    file: 'gpt_oss.cc',
    find: 'mx::minimum(inputs[1], number(limit))',
    replace: 'inputs[1]',
  },
  {
    name: 'no lower limit for the up projection',
    file: 'gpt_oss.cc',
    find: 'mx::clip(inputs[0], number(-limit), number(limit))',
    replace: 'mx::minimum(inputs[0], number(limit))',
  },
  {
    name: 'queries one position ahead',
    file: 'attention.cc',
    find: 'step.rope(q, step.length)',
    replace: 'step.rope(q, step.length + 1)',
  },
  {
    name: 'tokens that remain sorted by expert',
    file: 'gpt_oss.cc',
    find: 'mx::take(out, *inverse, 0)',
    replace: 'out',
  },
  {
    name: 'a window that is one token too wide in prompts',
    file: 'cache.cc',
    find: 'mx::array(*window, mx::int32)',
    replace: 'mx::array(*window + 1, mx::int32)',
  },
  {
    name: 'a window that is one token too narrow in replies',
    file: 'cache.cc',
    find: 'start_of_view(old_length) - first_;',
    replace: 'start_of_view(length - old_length == 1 ? old_length + 1 : old_length) - first_;',
  },
  {
    name: 'no rounding of YaRN’s range',
    file: 'rope.cc',
    find: 'if (rounding == YarnRounding::kMlxLm || yarn.truncate) {',
    replace: 'if (yarn.truncate && rounding == YarnRounding::kReference) {',
  },
  {
    name: 'positions multiplied by the linear factor',
    file: 'rope.cc',
    find: '1 / linear->factor',
    replace: 'linear->factor',
  },
  {
    name: 'no transition between Llama 3’s wavelengths',
    file: 'rope.cc',
    find: 'mx::where(is_medium, between, ends)',
    replace: 'mx::where(is_medium, ends, ends)',
  },
  {
    name: 'a transition of another width',
    file: 'rope.cc',
    find: 'number(low)), number(high - low)); auto between',
    replace: 'number(low)), number(high)); auto between',
  },
  {
    name: 'halves turned together where neighbours should',
    file: 'rope.cc',
    find: 'scaled, dims_, is_traditional_,',
    replace: 'scaled, dims_, false,',
  },
  {
    name: 'no attention factor',
    file: 'rope.cc',
    find: 'scale_ == 1 ? x : ',
    replace: 'scale_ > 0 ? x : ',
  },
  {
    name: 'float32 promotion by the attention factor',
    file: 'rope.cc',
    find: 'mx::array(scale_, x.dtype())',
    replace: 'mx::array(scale_)',
  },
  {
    name: 'affine weights read as mxfp4',
    file: 'linear.cc',
    find: 'w.biases, true, q.group_size, q.bits, q.mode);',
    replace: 'std::nullopt, true, q.group_size, q.bits, "mxfp4");',
  },
  {
    name: 'mxfp4 weights read as affine',
    file: 'linear.cc',
    find: 'q.mode, w.global_scale, is_sorted);',
    replace: '"affine", w.global_scale, is_sorted);',
  },
]
