#| Triptych: machine learning from scratch, in Python, C and Fortran alike.
#|
#| Build a program, then run it:
#|   make kmeans_c           k-means in C, then:  ./kmeans
#|   make kmeans_fortran     the same in Fortran
#|   make kmeans_python      the same in Python
#|   make perceptron_c       a layer of neurons; mlp_c: several; cnn_c: images
#|   make kmeans_c_fast      C written for speed; also: kmeans_fortran_fast
#|   make kmeans_c_gpu       on a graphics card; also: kmeans_fortran_gpu
#|   make view_kmeans        show what ./kmeans found, in out/kmeans or in OUT=folder
#|
#| Write it yourself:
#|   make start_c            copy the exercises to work/; start_fortran, _python
#|   make check              judge the next exercise; also: make check_assign_c
#|   make hint               a hint more
#|   make debug              the failing case in a debugger
#|   make watch              check after every save
#|   make status             what passes, in three languages
#|   make my_kmeans_c        your own program, then:  ./my_kmeans
#|   make compare_kmeans_c   the first number that differs from the reference
#|   make show_assign        the function in three languages, side by side
#|   make reset_kmeans_c     begin again; your files are kept
#|   make update             which exercises are newer than yours
#|   make submit             pack your work for the teacher
#|
#| Look around:
#|   make data_mnist         70000 digits, fetched; also: data_pima, data_spectra
#|   make doctor             what this machine has, what is missing, what to type
#|   make test               do the three languages agree? Sets up all it needs
#|   make race               who is the fastest? You, too. Also: race SIZE=full
#|   make accuracy           how right are the networks, over 20 seeds?
#|   make gpu                a graphics card: right, how fast, and why? DEVICE=host tries it without
#|   make clean              remove what was built
#|
#| Words that may follow a verb, as in  make kmeans_c PRECISION=f32 :
#|   PRECISION=f32           numbers of 32 bits in place of 64
#|   PRECISION=f64           numbers of 64 bits for cnn, in place of 32
#|   OPENMP=0                one thread
#|   GPU=sm_70               an older graphics card than sm_80; newer are fine
#|   OPENACC=1               test the lessons on a graphics card, too
#|   NATIVE=0                a fast program for any processor, not just this one
#|   CC=clang FC=flang       other compilers
#|   VENV=folder             where the Python packages are, in place of .venv

# The menu is the head of this file.
menu:
	@sed -n 's/^#| \{0,1\}//p' Makefile

# An algorithm joins by its name here and the files it is made of.
ALGORITHMS = kmeans perceptron mlp cnn
kmeans_FILES = kmeans
perceptron_FILES = perceptron
mlp_FILES = dense layers mlp
cnn_FILES = dense layers filters cnn

# Data that are not here, but on the network or in TRIPTYCH_DATA.
FETCHED = pima mnist

# What has enough to do at a time for a graphics card.
ON_GPU = kmeans mlp cnn

PRECISION ?=
OPENMP ?= 1
GPU ?= sm_80
NATIVE ?= 1
VENV ?= .venv
EXTRA =
# Without a word from the user, make's own CC is cc and its FC is f77.
ifeq ($(origin CC),default)
    CC = gcc
endif
ifeq ($(origin FC),default)
    FC = gfortran
endif
ifneq ($(PRECISION),$(firstword $(filter f32 f64,$(PRECISION))))
    $(error PRECISION: expected f32 or f64, found $(PRECISION))
endif

# Lessons give the same bits in C and Fortran; fast programs may fuse, and compute both sides of a
# choice, which vectors need: nobody traps what the side not taken does.
LESSON = -O2 -fno-tree-vectorize -ffp-contract=off
FAST = -O3 -ffp-contract=fast -fno-trapping-math
ask = $(shell sh tools/compiler.sh $(1))
C_OPENMP = $(if $(filter-out 0,$(OPENMP)),$(call ask,openmp c $(CC)))
C_NATIVE = $(if $(filter-out 0,$(NATIVE)),$(call ask,native c $(CC)))
C_SIMD = $(call ask,simd c $(CC))
FORTRAN_OPENMP = $(if $(filter-out 0,$(OPENMP)),$(call ask,openmp fortran $(FC)))
FORTRAN_NATIVE = $(if $(filter-out 0,$(NATIVE)),$(call ask,native fortran $(FC)))

# What an algorithm has of its own where no precision is asked for.
precision = $(or $(PRECISION),$(if $(filter cnn,$*),f32,f64))
C_PRECISION = $(if $(filter f32,$(precision)),-DPRECISION=32)
# Directives for OpenMP or OpenACC are no mistake in a build without.
C_WARNINGS = -std=c11 -Wall -Wextra -pedantic -Wno-unknown-pragmas
FORTRAN_WARNINGS = -std=f2018 -Wall -Wextra
C_FLAGS = $(strip $(C_WARNINGS) $(C_OPENMP) $(C_PRECISION) $(EXTRA))
FORTRAN_FLAGS = $(strip $(FORTRAN_WARNINGS) $(FORTRAN_OPENMP) $(EXTRA))
C_GPU_FLAGS = $(strip $(C_WARNINGS) $(call ask,openacc c $(GPU) $(CC)) $(C_PRECISION) $(EXTRA))
FORTRAN_GPU_FLAGS = $(strip $(FORTRAN_WARNINGS) $(call ask,openacc fortran $(GPU) $(FC)) $(EXTRA))

PYTHON = VENV="$(VENV)" sh tools/python.sh
MESON_OPTIONS = $(if $(filter 1,$(OPENACC)),-Dopenacc=enabled -Dgpu=$(GPU)) $(if $(filter 0,$(OPENMP)),-Dopenmp=disabled) $(if $(filter 0,$(NATIVE)),-Dnative=false)

# Each Fortran file stands after those it uses.
fortran_sources = $(patsubst %,fortran/support/%.f90,kinds_$(precision) variant_$(1) device_$(if $(filter gpu,$(1)),gpu,host) $(FORTRAN_SUPPORT) $(if $(filter-out kmeans%,$*),$(FORTRAN_TRAINING)))
FORTRAN_SUPPORT = status_codes random threads posix text program values files dataset npy_array npy data options
FORTRAN_TRAINING = rows confusion normalize network model parts checkpoint path report training_command training algorithm augment learning outcome progress descent

# A fast program takes from fast/ what is there, with the parts it is made of, and else the lesson.
fast_files = $(foreach file,$($*_FILES),$(wildcard $(1)/fast/$(file)_*.$(2)) $(firstword $(wildcard $(1)/fast/$(file).$(2)) $(1)/$(file).$(2)))

$(ALGORITHMS:%=%_c): %_c: need_c
	$(CC) $(C_FLAGS) $(LESSON) -Ic c/programs/$*.c $($*_FILES:%=c/%.c) c/support/*.c -o $* -lm

$(ALGORITHMS:%=%_c_fast): %_c_fast: need_c
	$(CC) $(C_FLAGS) $(FAST) $(C_SIMD) $(C_NATIVE) -DFAST -Ic c/programs/$*.c $(call fast_files,c,c) c/support/*.c -o $* -lm

$(ALGORITHMS:%=%_fortran): %_fortran: need_fortran
	$(FC) $(FORTRAN_FLAGS) $(LESSON) -J build/fortran $(call fortran_sources,lesson) $($*_FILES:%=fortran/%.f90) fortran/programs/$*.f90 -o $*

$(ALGORITHMS:%=%_fortran_fast): %_fortran_fast: need_fortran
	$(FC) $(FORTRAN_FLAGS) $(FAST) $(FORTRAN_NATIVE) -J build/fortran $(call fortran_sources,fast) $(call fast_files,fortran,f90) fortran/programs/$*.f90 -o $*

# On a graphics card OpenACC takes the place of OpenMP, in the same sources.
$(ON_GPU:%=%_c_gpu): %_c_gpu: need_c
	$(CC) $(C_GPU_FLAGS) $(LESSON) -Ic c/programs/$*.c $($*_FILES:%=c/%.c) c/support/*.c -o $* -lm

$(ON_GPU:%=%_fortran_gpu): %_fortran_gpu: need_fortran
	$(FC) $(FORTRAN_GPU_FLAGS) $(LESSON) -J build/fortran $(call fortran_sources,gpu) $($*_FILES:%=fortran/%.f90) fortran/programs/$*.f90 -o $*

$(ALGORITHMS:%=%_python): %_python:
	@python=$$($(PYTHON) run) && sh tools/launcher.sh $* $(precision) "$$python"

$(ALGORITHMS:%=view_%): view_%:
	@python=$$($(PYTHON) view) && PYTHONPATH=python "$$python" visual/$*.py "$(or $(OUT),out/$*)"

$(FETCHED:%=data_%): data_%:
	@python=$$($(PYTHON) run) && PYTHONPATH=python "$$python" -m triptych.fetch $*

# Spectra are made here, and too large to ship.
data_spectra:
	@python=$$($(PYTHON) run) && "$$python" data/make_spectra.py

need_c:
	@sh tools/compiler.sh need c $(CC)

need_fortran:
	@sh tools/compiler.sh need fortran $(FC)
	@mkdir -p build/fortran

# The C and Fortran panels for Python, in build/native.
panels:
	@python=$$($(PYTHON) test) && CC="$(CC)" FC="$(FC)" sh tools/panels.sh "$$python" $(MESON_OPTIONS)

set_up:
	@sh tools/compiler.sh install c $(CC)
	@[ "$(TRIPTYCH_WITHOUT_FORTRAN)" = 1 ] || \
	    { sh tools/compiler.sh install fortran $(FC) && $(PYTHON) fortran >/dev/null; }

test: set_up panels
	@python=$$($(PYTHON) test) && PYTHONPATH="$(CURDIR)/python" "$$python" -m pytest -n auto

lint:
	@python=$$($(PYTHON) lint) && sh tools/lint.sh "$$python"

# Race and accuracies may be of one algorithm: make race NAME=kmeans SIZE=full
race: panels
	@python=$$($(PYTHON) test) && PYTHONPATH="$(CURDIR)/python" "$$python" benchmarks/race.py $(NAME) $(if $(filter full,$(SIZE)),--full)

accuracy:
	@python=$$($(PYTHON) run) && "$$python" benchmarks/accuracy.py $(NAME)

# All there is to say of a graphics card, in one call; BUILD=only builds, to measure elsewhere.
gpu: need_c need_fortran
	@python=$$($(PYTHON) run) && CC="$(CC)" FC="$(FC)" GPU="$(GPU)" NATIVE="$(NATIVE)" "$$python" benchmarks/gpu.py --device $(or $(DEVICE),gpu) $(if $(filter full,$(SIZE)),--full) $(if $(filter only,$(BUILD)),--build-only)

# Lay out Python and C as the linters ask.
format:
	@python=$$($(PYTHON) lint) && sh tools/lint.sh "$$python" fix

doctor:
	@CC="$(CC)" FC="$(FC)" GPU="$(GPU)" VENV="$(VENV)" sh tools/doctor.sh

# What an editable install built stays: Python could not import it without.
clean:
	rm -rf build/native build/native.log build/fortran build/gpu
	rm -f $(ALGORITHMS) $(ALGORITHMS:%=my_%)

.PHONY: $(FETCHED:%=data_%) menu need_c need_fortran panels set_up test race accuracy gpu lint format doctor clean
.PHONY: $(foreach a,$(ALGORITHMS),$a_c $a_c_fast $a_fortran $a_fortran_fast $a_python view_$a)
.PHONY: $(foreach a,$(ON_GPU),$a_c_gpu $a_fortran_gpu)

# The exercises: start, check, hint, watch ...
-include exercises/exercises.mk
