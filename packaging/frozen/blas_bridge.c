/* The BLAS and LAPACK functions that OpenCV calls, done by NumPy's OpenBLAS: that one counts with 64 bits and has names of its own.
 * Built by slim.py as a library of the name of OpenCV's own OpenBLAS. Arguments are those of LAPACK's and CBLAS's reference. */
#include <stdint.h>
#include <stdlib.h>

typedef int64_t wide;

static void narrow(int *to, const wide *from, wide count) {
  for (wide i = 0; i < count; i++) to[i] = (int)from[i];
}

static wide *room(wide count) { return malloc(sizeof(wide) * (size_t)(count > 1 ? count : 1)); }

static wide least(wide a, wide b) { return a < b ? a : b; }

#define NO_MEMORY (-1000) /* as an argument that is wrong: OpenCV says that the matrix could not be worked on */

#define GEMM(P, SCALAR)                                                                                                                   \
  void scipy_cblas_##P##gemm64_(int, int, int, wide, wide, wide, SCALAR, const void *, wide, const void *, wide, SCALAR, void *, wide);  \
  void cblas_##P##gemm(int order, int ta, int tb, int m, int n, int k, SCALAR alpha, const void *a, int lda, const void *b, int ldb,     \
                       SCALAR beta, void *c, int ldc) {                                                                                   \
    scipy_cblas_##P##gemm64_(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);                                                \
  }

GEMM(s, float)
GEMM(d, double)
GEMM(c, const void *)
GEMM(z, const void *)

#define LAPACK(P, T)                                                                                                                      \
  void scipy_##P##gesv_64_(wide *, wide *, T *, wide *, wide *, T *, wide *, wide *);                                                     \
  void P##gesv_(int *n, int *nrhs, T *a, int *lda, int *pivots, T *b, int *ldb, int *info) {                                              \
    wide n_ = *n, nrhs_ = *nrhs, lda_ = *lda, ldb_ = *ldb, info_ = NO_MEMORY, *pivots_ = room(n_);                                        \
    if (pivots_) {                                                                                                                        \
      scipy_##P##gesv_64_(&n_, &nrhs_, a, &lda_, pivots_, b, &ldb_, &info_);                                                              \
      if (info_ >= 0) narrow(pivots, pivots_, n_);                                                                                        \
    }                                                                                                                                     \
    free(pivots_);                                                                                                                        \
    *info = (int)info_;                                                                                                                   \
  }                                                                                                                                       \
  void scipy_##P##getrf_64_(wide *, wide *, T *, wide *, wide *, wide *);                                                                 \
  void P##getrf_(int *m, int *n, T *a, int *lda, int *pivots, int *info) {                                                                \
    wide m_ = *m, n_ = *n, lda_ = *lda, info_ = NO_MEMORY, *pivots_ = room(least(m_, n_));                                                \
    if (pivots_) {                                                                                                                        \
      scipy_##P##getrf_64_(&m_, &n_, a, &lda_, pivots_, &info_);                                                                          \
      if (info_ >= 0) narrow(pivots, pivots_, least(m_, n_));                                                                             \
    }                                                                                                                                     \
    free(pivots_);                                                                                                                        \
    *info = (int)info_;                                                                                                                   \
  }                                                                                                                                       \
  void scipy_##P##posv_64_(char *, wide *, wide *, T *, wide *, T *, wide *, wide *, size_t);                                             \
  void P##posv_(char *uplo, int *n, int *nrhs, T *a, int *lda, T *b, int *ldb, int *info) {                                               \
    wide n_ = *n, nrhs_ = *nrhs, lda_ = *lda, ldb_ = *ldb, info_ = 0;                                                                     \
    scipy_##P##posv_64_(uplo, &n_, &nrhs_, a, &lda_, b, &ldb_, &info_, 1);                                                                \
    *info = (int)info_;                                                                                                                   \
  }                                                                                                                                       \
  void scipy_##P##potrf_64_(char *, wide *, T *, wide *, wide *, size_t);                                                                 \
  void P##potrf_(char *uplo, int *n, T *a, int *lda, int *info) {                                                                         \
    wide n_ = *n, lda_ = *lda, info_ = 0;                                                                                                 \
    scipy_##P##potrf_64_(uplo, &n_, a, &lda_, &info_, 1);                                                                                 \
    *info = (int)info_;                                                                                                                   \
  }                                                                                                                                       \
  void scipy_##P##geqrf_64_(wide *, wide *, T *, wide *, T *, T *, wide *, wide *);                                                       \
  void P##geqrf_(int *m, int *n, T *a, int *lda, T *tau, T *work, int *lwork, int *info) {                                                \
    wide m_ = *m, n_ = *n, lda_ = *lda, lwork_ = *lwork, info_ = 0;                                                                       \
    scipy_##P##geqrf_64_(&m_, &n_, a, &lda_, tau, work, &lwork_, &info_);                                                                 \
    *info = (int)info_;                                                                                                                   \
  }                                                                                                                                       \
  void scipy_##P##gels_64_(char *, wide *, wide *, wide *, T *, wide *, T *, wide *, T *, wide *, wide *, size_t);                        \
  void P##gels_(char *trans, int *m, int *n, int *nrhs, T *a, int *lda, T *b, int *ldb, T *work, int *lwork, int *info) {                 \
    wide m_ = *m, n_ = *n, nrhs_ = *nrhs, lda_ = *lda, ldb_ = *ldb, lwork_ = *lwork, info_ = 0;                                           \
    scipy_##P##gels_64_(trans, &m_, &n_, &nrhs_, a, &lda_, b, &ldb_, work, &lwork_, &info_, 1);                                           \
    *info = (int)info_;                                                                                                                   \
  }                                                                                                                                       \
  void scipy_##P##gesdd_64_(char *, wide *, wide *, T *, wide *, T *, T *, wide *, T *, wide *, T *, wide *, wide *, wide *, size_t);     \
  void P##gesdd_(char *job, int *m, int *n, T *a, int *lda, T *s, T *u, int *ldu, T *vt, int *ldvt, T *work, int *lwork, int *iwork,      \
                 int *info) {                                                                                                             \
    wide m_ = *m, n_ = *n, lda_ = *lda, ldu_ = *ldu, ldvt_ = *ldvt, lwork_ = *lwork, info_ = NO_MEMORY, *iwork_ = room(8 * least(m_, n_)); \
    (void)iwork; /* scratch */                                                                                                            \
    if (iwork_) scipy_##P##gesdd_64_(job, &m_, &n_, a, &lda_, s, u, &ldu_, vt, &ldvt_, work, &lwork_, iwork_, &info_, 1);                 \
    free(iwork_);                                                                                                                         \
    *info = (int)info_;                                                                                                                   \
  }                                                                                                                                       \
  void scipy_##P##geev_64_(char *, char *, wide *, T *, wide *, T *, T *, T *, wide *, T *, wide *, T *, wide *, wide *, size_t, size_t); \
  void P##geev_(char *jobvl, char *jobvr, int *n, T *a, int *lda, T *wr, T *wi, T *vl, int *ldvl, T *vr, int *ldvr, T *work, int *lwork,  \
                int *info) {                                                                                                              \
    wide n_ = *n, lda_ = *lda, ldvl_ = *ldvl, ldvr_ = *ldvr, lwork_ = *lwork, info_ = 0;                                                  \
    scipy_##P##geev_64_(jobvl, jobvr, &n_, a, &lda_, wr, wi, vl, &ldvl_, vr, &ldvr_, work, &lwork_, &info_, 1, 1);                        \
    *info = (int)info_;                                                                                                                   \
  }

LAPACK(s, float)
LAPACK(d, double)
