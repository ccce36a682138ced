# Generated sources. They lie in <build>/gen and are included as "gen/...".
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(MG_GEN ${CMAKE_BINARY_DIR}/gen)
target_include_directories(mg_flags INTERFACE ${CMAKE_BINARY_DIR})

# mg_sql_constants(OUT): src/store/sql and src/store/migrations become constants; the list OUT
# holds the sources that mg_store compiles.
function(mg_sql_constants out)
  file(GLOB_RECURSE sql CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/src/store/sql/*.sql ${CMAKE_SOURCE_DIR}/src/store/migrations/*.sql)
  set(generated ${MG_GEN}/store/sql.h ${MG_GEN}/store/sql.cc
    ${MG_GEN}/store/migrations.h ${MG_GEN}/store/migrations.cc)
  add_custom_command(OUTPUT ${generated} ${MG_GEN}/store/sql.stamp
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/sql_constants.py
      --sql ${CMAKE_SOURCE_DIR}/src/store/sql
      --migrations ${CMAKE_SOURCE_DIR}/src/store/migrations --out ${MG_GEN}
    COMMAND ${CMAKE_COMMAND} -E touch ${MG_GEN}/store/sql.stamp
    DEPENDS ${sql} ${CMAKE_SOURCE_DIR}/tools/sql_constants.py
    COMMENT "SQL constants" VERBATIM)
  set(${out} ${generated} PARENT_SCOPE)
endfunction()

# mg_assets: web/dist (when it is built) and src/pages/assets inside the program, by gen/assets.h.
function(mg_assets)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/web/dist/* ${CMAKE_SOURCE_DIR}/src/pages/assets/*)
  add_custom_command(OUTPUT ${MG_GEN}/assets.h ${MG_GEN}/assets.cc ${MG_GEN}/assets.bin
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/embed_assets.py
      --web ${CMAKE_SOURCE_DIR}/web/dist --pages ${CMAKE_SOURCE_DIR}/src/pages/assets
      --out ${MG_GEN} $<$<CONFIG:Debug>:--quick>
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/tools/embed_assets.py
    COMMENT "Web assets" COMMAND_EXPAND_LISTS VERBATIM)
  set_source_files_properties(${MG_GEN}/assets.cc PROPERTIES OBJECT_DEPENDS ${MG_GEN}/assets.bin)
  add_library(mg_assets STATIC ${MG_GEN}/assets.h ${MG_GEN}/assets.cc)
  target_link_libraries(mg_assets PUBLIC mg_flags)
endfunction()

# mg_tool_tests(): the rules of the repository and the tools' own tests, all without a compiler.
function(mg_tool_tests)
  add_test(NAME layers COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/check_layers.py)
  add_test(NAME tidy COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/tidy.py)
  file(GLOB tests CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/tools/*_test.py ${CMAKE_SOURCE_DIR}/tools/dev/*_test.py)
  foreach(test ${tests})
    get_filename_component(name ${test} NAME_WE)
    add_test(NAME tool_${name} COMMAND Python3::Interpreter ${test})
  endforeach()
endfunction()
