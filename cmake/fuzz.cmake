# mg_fuzz(NAME FOLDER [ALONE files...] [LINK libs...]): the fuzz target src/FOLDER/**/NAME_fuzz.cc
# becomes the program fuzz/fuzz_NAME. Its short form runs in every build, by tests/fuzz/driver.cc;
# the long form (preset "fuzz", target "fuzz") is driven by clang's libFuzzer. ALONE names the files
# of the folder that the target needs, where the whole folder would be long to build with clang.
function(mg_fuzz name folder)
  cmake_parse_arguments(ARG "" "" "ALONE;LINK" ${ARGN})
  file(GLOB_RECURSE source CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/${name}_fuzz.cc)
  set(program fuzz_${name})
  if(MG_FUZZ)
    list(TRANSFORM ARG_ALONE PREPEND ${CMAKE_SOURCE_DIR}/src/${folder}/)
    add_executable(${program} EXCLUDE_FROM_ALL ${source} ${ARG_ALONE})
    if(ARG_ALONE)
      target_link_libraries(${program} PRIVATE mg_base ${ARG_LINK})
    else()
      target_link_libraries(${program} PRIVATE mg_${folder})
    endif()
    target_link_options(${program} PRIVATE -fsanitize=fuzzer)
    add_dependencies(fuzz ${program})
  else()
    add_executable(${program} ${source} ${CMAKE_SOURCE_DIR}/tests/fuzz/driver.cc)
    target_link_libraries(${program} PRIVATE mg_${folder})
    add_test(NAME ${program} COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/dev/fuzz.py
      --build ${CMAKE_BINARY_DIR} --short ${name})
  endif()
  set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endfunction()
if(MG_FUZZ)
  add_custom_target(fuzz)
endif()
