# The student's loop: every verb hands over to the checker, which needs Python and a compiler.
CHECKER = CC='$(CC)' FC='$(FC)' VENV='$(VENV)' python3 exercises/checker

# An exercise that is not right yet is no error of make's.
start_c start_fortran:
	@$(CHECKER) start $(@:start_%=%)

start_python:
	@$(PYTHON) run >/dev/null && $(CHECKER) start python

start check hint watch status debug update submit compare show reset:
	@$(CHECKER) $@ || true

check_% hint_% watch_% debug_%:
	@$(CHECKER) $(firstword $(subst _, ,$@)) $* || true

compare_%:
	@FILES="$($(firstword $(subst _, ,$*))_FILES)" FORTRAN_SOURCES="$(call fortran_sources,lesson)" $(CHECKER) compare $* || true

show_% reset_%:
	@$(CHECKER) $(firstword $(subst _, ,$@)) $* || true

verify:
	@$(CHECKER) verify

# A file without exercises is the project's own, as soon as there are any of the student's.
begun = $(if $(wildcard work/$(1)/*.$(2)),,work/)
own_files = $(foreach file,$($*_FILES),$(or $(wildcard work/$(1)/$(file).$(2)),$(begun)$(1)/$(file).$(2)))

# What is not written yet does not use its arguments.
$(ALGORITHMS:%=my_%_c): my_%_c: need_c need_work_c
	$(CC) $(C_FLAGS) -Wno-unused -Wno-unused-parameter $(LESSON) -Ic c/programs/$*.c $(call own_files,c,c) c/support/*.c -o my_$* -lm

$(ALGORITHMS:%=my_%_fortran): my_%_fortran: need_fortran need_work_fortran
	$(FC) $(FORTRAN_FLAGS) -Wno-unused -Wno-unused-dummy-argument $(LESSON) -J build/fortran $(call fortran_sources,lesson) $(call own_files,fortran,f90) fortran/programs/$*.f90 -o my_$*

$(ALGORITHMS:%=my_%_python): my_%_python: need_work_python
	@$(CHECKER) my $*

need_work_c need_work_fortran need_work_python:
	@[ -d work/$(@:need_work_%=%) ] || \
	    { echo "There are no files yet, type: make start_$(@:need_work_%=%)"; exit 1; }

.PHONY: start start_c start_fortran start_python check hint watch status debug update submit \
        compare show reset verify need_work_c need_work_fortran need_work_python \
        $(foreach a,$(ALGORITHMS),my_$a_c my_$a_fortran my_$a_python)
