# Compiles for a Mac with Zig's Clang. Environment variables: PARLEY_ZIG is the path of Zig, PARLEY_STUBS the folder of the
# stub libraries (build/mac/stubs.mjs).
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR arm64)
set(CMAKE_CXX_COMPILER $ENV{PARLEY_ZIG} c++)
set(CMAKE_CXX_COMPILER_TARGET aarch64-macos.14.0)
# CMake's compiler check would link a program, for which Zig compiles a C++ library that the addon doesn't use.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# CMake requires it for macOS; the build does not use it.
set(CMAKE_INSTALL_NAME_TOOL install_name_tool)
# Zig disables libc++'s availability attributes; with them, functions that are newer than macOS 14 don't compile.
set(CMAKE_CXX_FLAGS_INIT
    "-U_LIBCPP_HAS_VENDOR_AVAILABILITY_ANNOTATIONS -D_LIBCPP_HAS_VENDOR_AVAILABILITY_ANNOTATIONS=1")
# Zig's linker crashes on -bundle without -shared. Links the stubs of macOS's libraries instead of Zig's own libraries.
set(CMAKE_MODULE_LINKER_FLAGS_INIT "-shared -nostdlib $ENV{PARLEY_STUBS}/libSystem.tbd $ENV{PARLEY_STUBS}/libc++.tbd")
