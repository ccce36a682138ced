# Flags that every target of ours shares. Libraries of others are compiled without them.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# assert() stays on in every build: an assertion that only holds in tests proves nothing.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

add_library(mg_flags INTERFACE)
target_compile_options(mg_flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
  # g++ 12 sees uninitialised bytes in any std::string that is moved (GCC bug 105562).
  -Wno-maybe-uninitialized>)
if(MG_FUZZ)
  # The other compiler warns of other things; what it finds by running is why it is here.
  target_compile_options(mg_flags INTERFACE -Wno-error)
  set(CMAKE_CXX_FLAGS_RELEASE "-O1 -g1")
  set(sanitizers -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  add_compile_options(${sanitizers} -fno-omit-frame-pointer)
  add_link_options(${sanitizers})
endif()
target_include_directories(mg_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
if(MG_ASAN)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()

# lld links in a fraction of the time of GNU ld.
find_program(LLD ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()
