# Compiles for a Mac with Zig's Clang: PARLEY_ZIG in the environment is the program, PARLEY_STUBS the folder with the
# names of the system's libraries (build/mac/stubs.mjs).
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR arm64)
set(CMAKE_CXX_COMPILER $ENV{PARLEY_ZIG} c++)
set(CMAKE_CXX_COMPILER_TARGET aarch64-macos.14.0)
# Trying the compiler out would link programs, and for that Zig compiles a C++ library that the addon doesn't use.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# CMake asks for it on every Mac; nothing is renamed.
set(CMAKE_INSTALL_NAME_TOOL install_name_tool)
# Zig turns off the marks that say in which macOS each function of libc++ came; with them newer ones don't compile.
set(CMAKE_CXX_FLAGS_INIT
    "-U_LIBCPP_HAS_VENDOR_AVAILABILITY_ANNOTATIONS -D_LIBCPP_HAS_VENDOR_AVAILABILITY_ANNOTATIONS=1")
# Zig's linker crashes on -bundle without -shared. The Mac's own libraries take the place of those that Zig would add.
set(CMAKE_MODULE_LINKER_FLAGS_INIT "-shared -nostdlib $ENV{PARLEY_STUBS}/libSystem.tbd $ENV{PARLEY_STUBS}/libc++.tbd")
